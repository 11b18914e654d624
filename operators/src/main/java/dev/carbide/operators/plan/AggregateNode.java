package dev.carbide.operators.plan;

import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.util.ArrayList;
import java.util.List;

/** Groups by the keys (NULLs form a group) and aggregates. Without keys there is exactly one row, also over no input. Output: keys, then aggregates. */
public record AggregateNode(PlanNode input, List<NamedExpression> keys, List<AggregateCall> aggregates)
        implements PlanNode {
    public AggregateNode {
        keys = List.copyOf(keys);
        aggregates = List.copyOf(aggregates);
        for (NamedExpression key : keys) {
            PlanChecks.checkReferences("Group key " + key, key.expression(), input.schema());
        }
        for (AggregateCall call : aggregates) {
            if (call.argument() != null) {
                PlanChecks.checkReferences("Aggregate " + call, call.argument(), input.schema());
            }
        }
    }

    @Override
    public Schema schema() {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(key.field()));
        aggregates.forEach(call -> fields.add(call.field(!keys.isEmpty())));
        return new Schema(fields);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Aggregate by " + keys + " " + aggregates;
    }
}
