package dev.carbide.operators.plan;

import dev.carbide.offheap.type.Schema;
import java.util.List;

/** The rows {@code offset} to {@code offset + limit} in the given order, in that order. */
public record TopNNode(PlanNode input, List<SortKey> keys, long offset, long limit) implements PlanNode {
    public TopNNode {
        keys = List.copyOf(keys);
        PlanChecks.require(!keys.isEmpty(), "Top-N needs at least one key");
        PlanChecks.require(
                offset >= 0 && limit >= 0 && offset + limit >= 0,
                "Top-N needs offset and limit >= 0, got " + offset + " and " + limit);
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
        return "TopN " + limit + (offset == 0 ? "" : " offset " + offset) + " " + keys;
    }
}
