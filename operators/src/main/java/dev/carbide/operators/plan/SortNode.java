package dev.carbide.operators.plan;

import dev.carbide.offheap.type.Schema;
import java.util.List;

/** Orders all rows; without keys it collects them, in any order. */
public record SortNode(PlanNode input, List<SortKey> keys) implements PlanNode {
    public SortNode {
        keys = List.copyOf(keys);
        keys.forEach(key -> PlanChecks.checkReferences("Sort key " + key, key.expression(), input.schema()));
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
        return keys.isEmpty() ? "Collect" : "Sort " + keys;
    }
}
