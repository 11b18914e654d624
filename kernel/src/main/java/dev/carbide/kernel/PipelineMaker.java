package dev.carbide.kernel;

import dev.carbide.kernel.schedule.ExecutablePipeline;
import dev.carbide.operators.pipeline.PipelineSpec;

/** Makes the pipelines of a query executable. Thread-safe. */
@FunctionalInterface
interface PipelineMaker {
    /** @param query names dumps of generated source */
    ExecutablePipeline make(String query, PipelineSpec spec);
}
