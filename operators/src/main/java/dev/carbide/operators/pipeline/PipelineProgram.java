package dev.carbide.operators.pipeline;

import dev.carbide.codegen.compile.CompiledClass;
import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.operators.runtime.WorkerState;
import java.util.function.Function;

/** A compiled pipeline: immutable, thread-safe, shared by all executions of a prepared query. */
public final class PipelineProgram {
    private final PipelineSpec spec;
    private final GeneratedSource source;
    private final CompiledClass compiled;

    private PipelineProgram(PipelineSpec spec, GeneratedSource source, CompiledClass compiled) {
        this.spec = spec;
        this.source = source;
        this.compiled = compiled;
    }

    /**
     * Generates the class of a pipeline and has it compiled.
     *
     * @param compiler compiles or takes from a cache; its class loader must see {@link WorkerState}
     */
    public static PipelineProgram compile(PipelineSpec spec, Function<GeneratedSource, CompiledClass> compiler) {
        GeneratedSource source = PipelineGen.generate(spec);
        return new PipelineProgram(spec, source, compiler.apply(source));
    }

    public PipelineSpec spec() {
        return spec;
    }

    /** Such as {@code scan #3 -> filter #2 -> aggregate #1}. */
    public String title() {
        return PipelineGen.title(spec);
    }

    public GeneratedSource source() {
        return source;
    }

    public CompiledClass compiled() {
        return compiled;
    }

    /**
     * Makes the states of one execution. Sinks of earlier pipelines are finished by then. The caller closes the run and then,
     * when nobody reads it any more, its sink, also after a failure.
     */
    public PipelineRun start(ExecutionContext context) {
        return new PipelineRun(this, context);
    }
}
