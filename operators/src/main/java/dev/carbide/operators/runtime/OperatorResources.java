package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryArbiter;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.memory.SpillCounts;
import dev.carbide.offheap.spill.SpillMetrics;
import dev.carbide.offheap.spill.SpillStore;
import dev.carbide.operators.scan.Cancellation;

/**
 * What the state of an operator works with in one execution.
 *
 * @param consumers above the pools of what can be written out
 * @param pool charged with what cannot, such as the batches that go on
 * @param pages where memory comes from
 * @param arbiter which the consumers take part in
 * @param spill where they are written to
 * @param metrics counts what that costs on disk
 * @param counts counts what it frees in memory, and why
 * @param cancellation polled at batch edges and in long loops
 * @param batchRows rows per batch, 1 to 2048
 * @param workers how many instances of a pipeline there may be at most
 */
public record OperatorResources(
        MemoryPool consumers,
        MemoryPool pool,
        PageAllocator pages,
        MemoryArbiter arbiter,
        SpillStore spill,
        SpillMetrics metrics,
        SpillCounts counts,
        Cancellation cancellation,
        int batchRows,
        int workers) {
    /**
     * What one worker's part of an operator can always have, in bytes: buffers for spilling, and memory for a batch. An
     * operator has at most two parts per worker at a time: the one that fills it, and the one that reads it.
     */
    public static final long CONSUMER_BYTES = 1 << 20;
}
