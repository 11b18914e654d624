package dev.carbide.kernel;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.function.Expressions;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.TopNNode;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.util.List;

/** A plan that goes through most generators, to be compiled and never run. */
final class WarmUpPlan {
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", DataType.INT64),
            Field.optional("day", DataType.DATE),
            Field.required("price", DataType.decimal(15, 2)),
            Field.required("name", DataType.STRING));

    private WarmUpPlan() {}

    private record NoTable(String name, Schema schema) implements Table {
        @Override
        public TableStatistics statistics() {
            return TableStatistics.unknown(schema.size());
        }

        @Override
        public Source open(ScanRequest request) {
            throw new CarbideInternalException("Table " + name + " is not to be read");
        }
    }

    static PlanNode create() {
        PlanNode scan = ScanNode.all(new NoTable("left", SCHEMA));
        PlanNode probe = new FilterNode(
                scan,
                Expressions.and(
                        Expressions.less(column(scan, "day"), Expressions.date("2000-01-01")),
                        Expressions.greater(column(scan, "price"), Expressions.decimal("0.05"))));
        PlanNode other = ScanNode.all(new NoTable("right", SCHEMA));
        PlanNode build = new FilterNode(other, Expressions.equal(column(other, "name"), Expressions.literal("x")));
        PlanNode join = new HashJoinNode(probe, build, List.of(column(probe, "id")), List.of(column(build, "id")));
        PlanNode values = new ProjectNode(
                join,
                List.of(
                        new NamedExpression("name", column(join, "name")),
                        new NamedExpression(
                                "value", Expressions.multiply(column(join, "price"), column(join, "price")))));
        PlanNode groups = new AggregateNode(
                values,
                List.of(new NamedExpression("name", column(values, "name"))),
                List.of(
                        AggregateCall.of(AggregateCall.Function.SUM, column(values, "value"), "total"),
                        AggregateCall.countAll("rows")));
        return new TopNNode(groups, List.of(new SortKey(column(groups, "total"), false, false)), 0, 10);
    }

    private static Expression column(PlanNode input, String name) {
        return Expressions.column(input.schema(), name);
    }
}
