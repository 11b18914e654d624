package dev.carbide.operators.pipeline;

import dev.carbide.codegen.compile.CompiledClass;
import dev.carbide.codegen.source.GeneratedSource;

/** A compiled pipeline: immutable, thread-safe, shared by all executions of a prepared query. */
public interface PipelineProgram {
    PipelineSpec spec();

    GeneratedSource source();

    CompiledClass compiled();

    /**
     * Makes the states of one execution. Sinks of earlier pipelines are finished by then; the caller closes the run, also
     * after a failure.
     */
    PipelineRun start(ExecutionContext context);
}
