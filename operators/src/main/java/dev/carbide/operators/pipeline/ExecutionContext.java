package dev.carbide.operators.pipeline;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.operators.runtime.BatchOutput;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.scan.Cancellation;
import java.util.function.IntFunction;

/**
 * What one execution of a query gives to its pipelines.
 *
 * @param pool the task's pool: operators make children of it
 * @param pages where memory comes from
 * @param batchRows rows per batch, 1 to 2048
 * @param workers how many worker instances there may be at most
 * @param cancellation polled at batch edges and in long loops
 * @param output of the pipeline whose sink is Result
 * @param sinks the sink states of earlier pipelines, by pipeline id
 */
public record ExecutionContext(
        MemoryPool pool,
        PageAllocator pages,
        int batchRows,
        int workers,
        Cancellation cancellation,
        BatchOutput output,
        IntFunction<SinkState> sinks) {}
