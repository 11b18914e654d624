package dev.carbide.operators.pipeline;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.operators.runtime.BatchOutput;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.scan.Cancellation;
import java.util.function.IntFunction;

/**
 * What one execution of a query gives to one of its pipelines.
 *
 * @param pool charged with what workers and the sink hold
 * @param sourcePool charged with what the source of a table holds
 * @param pages where memory comes from
 * @param batchRows rows per batch, 1 to 2048
 * @param workers how many worker instances there may be at most
 * @param cancellation polled at batch edges and in long loops
 * @param output of the pipeline whose sink is Result
 * @param sinks the sink states of earlier pipelines, by pipeline id
 */
public record ExecutionContext(
        MemoryPool pool,
        MemoryPool sourcePool,
        PageAllocator pages,
        int batchRows,
        int workers,
        Cancellation cancellation,
        BatchOutput output,
        IntFunction<SinkState> sinks) {}
