package dev.carbide.operators.runtime;

import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import java.util.List;

/**
 * What an aggregation's states know of its group rows.
 *
 * @param keySlots row field per key; -1 where the slot key is the key
 * @param exact whether equal slot keys mean equal keys
 * @param outputs one per aggregate, in the order of the output columns behind the keys
 */
public record GroupShape(
        RowLayout rows,
        List<Field> keys,
        int[] keySlots,
        boolean exact,
        List<Accumulator> accumulators,
        List<Output> outputs,
        Schema schema) {
    /**
     * How an aggregate's result comes from its accumulators.
     *
     * @param value index of the accumulator with the value
     * @param count index of the accumulator that counts the values
     */
    public record Output(AggregateCall.Function function, DataType argument, DataType result, int value, int count) {}

    /** Whether there is one group of everything. */
    public boolean isGlobal() {
        return keys.isEmpty();
    }
}
