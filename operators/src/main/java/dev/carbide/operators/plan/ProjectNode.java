package dev.carbide.operators.plan;

import dev.carbide.offheap.type.Schema;
import java.util.List;

/** Computes one output column per expression. */
public record ProjectNode(PlanNode input, List<NamedExpression> expressions) implements PlanNode {
    public ProjectNode {
        expressions = List.copyOf(expressions);
        for (NamedExpression named : expressions) {
            PlanChecks.checkReferences("Project " + named, named.expression(), input.schema());
        }
    }

    @Override
    public Schema schema() {
        return new Schema(expressions.stream().map(NamedExpression::field).toList());
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Project " + expressions;
    }
}
