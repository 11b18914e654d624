package dev.carbide.kernel.schedule;

import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.scan.Source;

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

        /** A worker's instance, counting into {@code metrics}. Thread-safe. */
        CompiledPipeline newWorker(WorkerMetrics metrics);

        /** Frees the source and what workers hold locally. The sink lives on. */
        @Override
        void close();
    }
}
