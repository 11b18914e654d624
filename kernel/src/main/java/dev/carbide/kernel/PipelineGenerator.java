package dev.carbide.kernel;

import dev.carbide.codegen.compile.ClassCache;
import dev.carbide.codegen.compile.CompiledClass;
import dev.carbide.codegen.compile.PipelineCompiler;
import dev.carbide.codegen.compile.SourceDump;
import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.kernel.pipeline.PipelineBuilder;
import dev.carbide.kernel.schedule.ExecutablePipeline;
import dev.carbide.kernel.schedule.GeneratedPipeline;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.operators.pipeline.PipelineProgram;
import dev.carbide.operators.pipeline.PipelineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes pipelines by generating their source, and compiling it unless the cache of the kernel has its class. */
final class PipelineGenerator implements PipelineMaker {
    /** What warms up is the process. */
    private static final AtomicBoolean WARMED = new AtomicBoolean();

    private final PipelineCompiler compiler = new PipelineCompiler(PipelineProgram.class.getClassLoader());
    private final ClassCache cache = new ClassCache(compiler);
    private final @Nullable SourceDump dump;

    /** @param dumpTo where to write all sources; null for nowhere */
    PipelineGenerator(@Nullable Path dumpTo) {
        this.dump = dumpTo == null ? null : new SourceDump(dumpTo);
    }

    @Override
    public ExecutablePipeline make(String query, PipelineSpec spec) {
        AtomicBoolean cached = new AtomicBoolean();
        PipelineProgram program = PipelineProgram.compile(spec, source -> {
            write(query, source);
            long start = System.nanoTime();
            CompiledClass compiled = cache.get(source);
            cached.set(System.nanoTime() - start < compiled.compileNanos());
            return compiled;
        });
        return new GeneratedPipeline(program, cached.get());
    }

    private void write(String query, GeneratedSource source) {
        if (dump != null) {
            try {
                dump.write(query, source);
            } catch (IOException e) {
                throw new CarbideException("Cannot write the generated source of query " + query + ": " + e, e);
            }
        }
    }

    /** Makes the first query of this process prepare faster, by work on a thread of its own. */
    void warmUp() {
        if (WARMED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("carbide-warm-up").start(this::compileOnce);
        }
    }

    /** Loads and runs what makes pipelines, from the cutting of the plan to the classes of the compiler. */
    private void compileOnce() {
        for (PipelineSpec spec : PipelineBuilder.build(WarmUpPlan.create()).pipelines()) {
            PipelineProgram.compile(spec, compiler::compile);
        }
    }
}
