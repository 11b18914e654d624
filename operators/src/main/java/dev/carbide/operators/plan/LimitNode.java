package dev.carbide.operators.plan;

import dev.carbide.offheap.type.Schema;
import java.util.List;

/** At most {@code limit} rows after skipping {@code offset}; which ones is up to the input's order, if it has one. */
public record LimitNode(PlanNode input, long offset, long limit) implements PlanNode {
    public LimitNode {
        PlanChecks.require(
                offset >= 0 && limit >= 0 && offset + limit >= 0,
                "Limit needs offset and limit >= 0, got " + offset + " and " + limit);
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
        return "Limit " + limit + (offset == 0 ? "" : " offset " + offset);
    }
}
