package dev.carbide.kernel.schedule;

import dev.carbide.offheap.memory.MemoryArbiter;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.memory.TaskQueue;
import dev.carbide.offheap.spill.SpillStore;
import dev.carbide.operators.pipeline.PipelineProgram;
import dev.carbide.operators.pipeline.PipelineSpec;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel gives to one execution of a query.
 *
 * @param name of the query
 * @param pool of the query, just made; the execution closes it
 * @param budget bytes that the pool can have at most, as far as that is known; for what should be a share of it
 * @param pages where off-heap memory comes from
 * @param arbiter which its memory takes part in
 * @param spill where it spills to
 * @param programs compiles pipelines that are needed only when an operator has spilled
 * @param batchRows rows per batch
 * @param scheduler whose workers run it; null to run it on the thread that reads the result
 * @param admissionTimeout after which it is refused if it still waits to be admitted
 * @param timeout after which it is cancelled; null for none
 * @param compileNanos what preparing it took, for the metrics
 * @param released called once, when the execution holds nothing any more
 */
public record ExecutionSettings(
        String name,
        MemoryPool pool,
        long budget,
        PageAllocator pages,
        MemoryArbiter arbiter,
        SpillStore spill,
        Function<PipelineSpec, PipelineProgram> programs,
        int batchRows,
        @Nullable MorselScheduler scheduler,
        Duration admissionTimeout,
        @Nullable Duration timeout,
        long compileNanos,
        Consumer<QueryExecution> released) {
    TaskQueue tasks() {
        return arbiter.tasks();
    }

    int workers() {
        return scheduler == null ? 1 : scheduler.workers();
    }
}
