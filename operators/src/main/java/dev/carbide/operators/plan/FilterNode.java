package dev.carbide.operators.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Schema;
import java.util.List;

/** Keeps the rows for which the predicate is TRUE (neither FALSE nor NULL). */
public record FilterNode(PlanNode input, Expression predicate) implements PlanNode {
    public FilterNode {
        PlanChecks.require(
                predicate.type().equals(DataType.BOOLEAN),
                "Filter predicate must return BOOLEAN, got " + predicate.type() + ": " + predicate);
        PlanChecks.checkReferences("Filter " + predicate, predicate, input.schema());
    }

    @Override
    public Schema schema() {
        return input.schema();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Filter " + predicate;
    }
}
