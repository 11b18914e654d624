package dev.carbide.kernel.schedule;

import dev.carbide.offheap.memory.PinSet;
import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Source;
import org.jspecify.annotations.Nullable;

/** A pipeline that can be run any number of times, whatever made it. Immutable, thread-safe. */
public interface ExecutablePipeline {
    PipelineSpec spec();

    /**
     * Makes the states of one execution. The sinks of earlier pipelines are finished by then. The caller closes the run and
     * then its sink, also after a failure.
     */
    Run start(ExecutionContext context);

    /** One pipeline in one execution. */
    interface Run extends AutoCloseable {
        Source source();

        SinkState sink();

        /**
         * A worker's instance, counting into {@code metrics}. Thread-safe.
         *
         * @param pins receives those that a thread must be inside of whenever it calls the instance
         * @param reader of the source, whose batches the instance will get
         */
        CompiledPipeline newWorker(WorkerMetrics metrics, PinSet pins, BatchReader reader);

        /**
         * What remains to be done when all workers have finished, before the sink is finished: the next part of the input,
         * with workers of its own. Null if nothing remains. It belongs to this run, which closes it.
         */
        default @Nullable Run nextStage() {
            return null;
        }

        /** Frees the source and what workers hold locally. The sink lives on. */
        @Override
        void close();
    }
}
