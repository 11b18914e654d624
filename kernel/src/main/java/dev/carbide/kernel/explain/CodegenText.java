package dev.carbide.kernel.explain;

import dev.carbide.codegen.compile.CompiledClass;
import dev.carbide.codegen.compile.MethodSize;
import dev.carbide.operators.pipeline.PipelineProgram;
import java.util.Comparator;

/** The generated source of a pipeline, the constants beside it, and what was measured of the compiled class. */
public final class CodegenText {
    private CodegenText() {}

    /** @param cached whether the class was compiled before, for this query or another of the same structure */
    public static String of(PipelineProgram program, boolean cached) {
        CompiledClass compiled = program.compiled();
        StringBuilder text = new StringBuilder();
        text.append("-- pipeline ").append(program.spec().id()).append(": ");
        text.append(PipelineText.line(program.spec())).append('\n');
        text.append("-- ").append(program.source().fileName()).append(": ");
        text.append(Quantity.count(compiled.classBytes())).append(" bytes of class file, ");
        text.append(cached ? "from the cache, " : "").append("compiled in ");
        text.append(Quantity.nanos(compiled.compileNanos())).append('\n');
        text.append("-- bytecode:");
        compiled.methodSizes().stream()
                .sorted(Comparator.comparingInt(MethodSize::bytes).reversed())
                .forEach(method ->
                        text.append(' ').append(method.name()).append(' ').append(method.bytes()));
        text.append('\n');
        program.source()
                .descriptions()
                .forEach(constant -> text.append("-- ").append(constant).append('\n'));
        return text.append(program.source().text().stripTrailing()).append('\n').toString();
    }
}
