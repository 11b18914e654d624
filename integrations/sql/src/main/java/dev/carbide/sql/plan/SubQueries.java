package dev.carbide.sql.plan;

import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql2rel.RelDecorrelator;

/**
 * Turns sub-queries in expressions into joins and aggregations. Outer joins that a condition above makes inner ones become
 * inner ones. Queries without sub-queries are left as they are.
 */
final class SubQueries {
    private SubQueries() {}

    static RelNode remove(RelNode relation) {
        Search search = new Search();
        relation.accept(search);
        if (!search.found) {
            return relation;
        }
        RelNode correlated = run(Programs.TO_CORRELATE, relation);
        var builder = RelFactories.LOGICAL_BUILDER.create(relation.getCluster(), null);
        return run(Programs.SIMPLIFY_JOINS, RelDecorrelator.decorrelateQuery(correlated, builder));
    }

    private static RelNode run(HepProgram program, RelNode relation) {
        HepPlanner planner = new HepPlanner(program);
        planner.setExecutor(relation.getCluster().getPlanner().getExecutor());
        planner.setRoot(relation);
        return planner.findBestExp();
    }

    /** Loaded when first needed: rules are many classes. */
    private static final class Programs {
        static final HepProgram TO_CORRELATE = HepProgram.builder()
                .addRuleInstance(SubQueryRemoveRule.Config.FILTER.toRule())
                .addRuleInstance(SubQueryRemoveRule.Config.PROJECT.toRule())
                .addRuleInstance(SubQueryRemoveRule.Config.JOIN.toRule())
                .build();
        static final HepProgram SIMPLIFY_JOINS = HepProgram.builder()
                .addMatchOrder(HepMatchOrder.TOP_DOWN)
                .addRuleInstance(FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT.toRule())
                .build();
    }

    /** Whether there is one. */
    private static final class Search extends RelHomogeneousShuttle {
        private boolean found;

        private final RexShuttle expressions = new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery query) {
                found = true;
                return query;
            }
        };

        @Override
        public RelNode visit(RelNode relation) {
            if (found) {
                return relation;
            }
            relation.accept(expressions);
            return super.visit(relation);
        }
    }
}
