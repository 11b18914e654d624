package dev.carbide.kernel;

import dev.carbide.kernel.schedule.ExecutablePipeline;
import dev.carbide.kernel.schedule.GeneratedPipeline;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.operators.pipeline.PipelineProgram;
import dev.carbide.operators.pipeline.PipelineSpec;

/** Makes the pipelines of a query executable. Thread-safe. */
@FunctionalInterface
interface PipelineMaker {
    /** @param query names dumps of generated source */
    ExecutablePipeline make(String query, PipelineSpec spec);

    /** The same as a program, for pipelines that turn out to be needed while a query runs. */
    default PipelineProgram program(String query, PipelineSpec spec) {
        if (make(query, spec) instanceof GeneratedPipeline generated) {
            return generated.program();
        }
        throw new CarbideInternalException("Pipelines made by hand cannot continue after spilling");
    }
}
