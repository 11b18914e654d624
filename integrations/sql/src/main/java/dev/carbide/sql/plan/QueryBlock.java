package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inner joins of any number of leaves, the conditions on them, and the expressions computed from them: what a
 * SELECT … FROM … WHERE without aggregation comes to after derived tables are merged into it. Columns of all leaves are
 * numbered through, leaf after leaf. Grows while the query is read; then {@link #plan} is called once.
 */
final class QueryBlock {
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Expression> conjuncts = new ArrayList<>();
    private List<NamedExpression> outputs;
    private int width;
    private @Nullable JoinGraph graph;

    private QueryBlock() {
        this.outputs = List.of();
    }

    /** All columns of one leaf. */
    static QueryBlock of(Leaf leaf) {
        QueryBlock block = new QueryBlock();
        block.leaves.add(leaf);
        block.width = leaf.schema().size();
        List<NamedExpression> outputs = new ArrayList<>();
        for (int column = 0; column < block.width; column++) {
            ColumnReference reference = ColumnReference.of(leaf.schema(), column);
            outputs.add(new NamedExpression(reference.name(), reference));
        }
        block.outputs = List.copyOf(outputs);
        return block;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    List<NamedExpression> outputs() {
        return outputs;
    }

    /** The outputs, for expressions over them to be translated to the leaves' columns. */
    List<Expression> outputExpressions() {
        return outputs.stream().map(NamedExpression::expression).toList();
    }

    /** Columns of all leaves together. */
    int width() {
        return width;
    }

    /** Conditions as given, over the leaves' columns. */
    List<Expression> conjuncts() {
        return conjuncts;
    }

    /** Adds a condition over the leaves' columns. */
    QueryBlock filter(Expression predicate) {
        conjuncts.addAll(Scalars.conjuncts(predicate));
        return this;
    }

    /** Replaces the outputs by expressions over the leaves' columns. */
    QueryBlock project(List<NamedExpression> expressions) {
        outputs = List.copyOf(expressions);
        return this;
    }

    /** Adds the leaves, conditions and outputs of another block behind those of this one. */
    QueryBlock join(QueryBlock right) {
        int offset = width;
        leaves.addAll(right.leaves);
        right.conjuncts.forEach(conjunct -> conjuncts.add(Scalars.shift(conjunct, offset)));
        List<NamedExpression> both = new ArrayList<>(outputs);
        right.outputs.forEach(
                named -> both.add(new NamedExpression(named.name(), Scalars.shift(named.expression(), offset))));
        outputs = List.copyOf(both);
        width += right.width;
        return this;
    }

    /** What the outputs are, for whoever uses this block as a leaf. */
    List<Field> fields() {
        return outputs.stream()
                .map(named -> new Field(
                        named.name(),
                        named.expression().type(),
                        named.expression().nullable()))
                .toList();
    }

    /** The joins and conditions, sorted out; from the first call on they do not change any more. */
    JoinGraph graph() {
        if (graph == null) {
            graph = JoinGraph.of(leaves, conjuncts);
        }
        return graph;
    }

    /** Plans joins and conditions; the result has the columns that are needed, and maybe more. */
    Planned plan(BitSet needed) {
        return new JoinPlanner(graph()).plan(needed);
    }

    /** Expected rows, and what the outputs are expected to be like. */
    RelationFacts facts() {
        return graph().facts(outputExpressions());
    }

    /** Plans everything: exactly the outputs. */
    PlanNode planOutputs() {
        Planned planned = plan(Scalars.columns(outputs.stream().map(NamedExpression::expression)));
        return planned.project(outputs);
    }
}
