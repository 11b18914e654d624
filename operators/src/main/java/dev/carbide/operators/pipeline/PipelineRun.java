package dev.carbide.operators.pipeline;

import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.scan.Source;

/** One pipeline in one execution: its source, its shared sink state, and the instances of its workers. */
public interface PipelineRun extends AutoCloseable {
    Source source();

    SinkState sink();

    /** A worker's instance, counting into {@code metrics} (positions: source, steps in order, sink). Thread-safe. */
    CompiledPipeline newWorker(WorkerMetrics metrics);

    /** Frees the source and what workers hold locally. The sink state lives on until the query closes it. */
    @Override
    void close();
}
