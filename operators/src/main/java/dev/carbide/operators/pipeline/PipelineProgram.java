package dev.carbide.operators.pipeline;

import dev.carbide.codegen.compile.CodegenException;
import dev.carbide.codegen.compile.CompiledClass;
import dev.carbide.codegen.compile.PipelineCompiler;
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
     * Generates the class of a pipeline and has it compiled; again, in smaller loops, while a method is too large for the
     * JIT compiler or the class file.
     *
     * @param compiler compiles or takes from a cache; its class loader must see {@link WorkerState}
     */
    public static PipelineProgram compile(PipelineSpec spec, Function<GeneratedSource, CompiledClass> compiler) {
        LoopBudget budget = LoopBudget.USUAL;
        while (true) {
            GeneratedSource source = PipelineGen.generate(spec, budget);
            try {
                CompiledClass compiled = compiler.apply(source);
                if (isSmallEnough(compiled) || !budget.canShrink()) {
                    return new PipelineProgram(spec, source, compiled);
                }
            } catch (CodegenException failure) {
                if (!failure.isTooLarge() || !budget.canShrink()) {
                    throw failure;
                }
            }
            budget = budget.smaller();
        }
    }

    /** What runs once per instance may be of any size. */
    private static boolean isSmallEnough(CompiledClass compiled) {
        return compiled.methodSizes().stream()
                .filter(method ->
                        !method.name().equals("<init>") && !method.name().equals("bind"))
                .allMatch(method -> method.bytes() <= PipelineCompiler.HUGE_METHOD_LIMIT);
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
