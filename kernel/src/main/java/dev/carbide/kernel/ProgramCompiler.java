package dev.carbide.kernel;

import dev.carbide.operators.pipeline.PipelineProgram;
import dev.carbide.operators.pipeline.PipelineSpec;

/** Makes the program of a pipeline. Thread-safe. */
@FunctionalInterface
interface ProgramCompiler {
    PipelineProgram compile(PipelineSpec spec);
}
