package dev.carbide.operators.pipeline;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.operators.runtime.BatchOutput;
import dev.carbide.operators.runtime.OperatorResources;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.scan.Cancellation;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What one execution of a query gives to one of its pipelines.
 *
 * @param resources for its operators
 * @param sourcePool charged with what the source of a table holds
 * @param output of the pipeline whose sink is Result
 * @param sinks the sink states of earlier pipelines, by pipeline id
 * @param programs compiles the pipelines that are needed only when an operator has spilled
 */
public record ExecutionContext(
        OperatorResources resources,
        MemoryPool sourcePool,
        BatchOutput output,
        IntFunction<SinkState> sinks,
        Function<PipelineSpec, PipelineProgram> programs) {
    /** Charged with what workers hold and cannot write out. */
    public MemoryPool pool() {
        return resources.pool();
    }

    public PageAllocator pages() {
        return resources.pages();
    }

    public int batchRows() {
        return resources.batchRows();
    }

    public int workers() {
        return resources.workers();
    }

    public Cancellation cancellation() {
        return resources.cancellation();
    }
}
