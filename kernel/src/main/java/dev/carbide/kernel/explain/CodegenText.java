package dev.carbide.kernel.explain;

import dev.carbide.codegen.compile.CompiledClass;
import dev.carbide.codegen.compile.MethodSize;
import dev.carbide.operators.pipeline.PipelineProgram;
import java.util.Comparator;
import java.util.List;

/** The generated source of each pipeline, the constants beside it, and what was measured of the compiled class. */
public final class CodegenText {
    private CodegenText() {}

    public static String of(List<PipelineProgram> programs) {
        StringBuilder text = new StringBuilder();
        for (PipelineProgram program : programs) {
            append(text, program);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, PipelineProgram program) {
        text.append("-- pipeline ").append(program.spec().id()).append(": ");
        text.append(PipelineText.line(program.spec())).append('\n');
        CompiledClass compiled = program.compiled();
        text.append("-- ").append(program.source().fileName()).append(": ");
        text.append(Quantity.count(compiled.classBytes())).append(" bytes of class file, compiled in ");
        text.append(Quantity.nanos(compiled.compileNanos())).append('\n');
        program.source()
                .descriptions()
                .forEach(constant -> text.append("-- ").append(constant).append('\n'));
        text.append("-- bytecode:");
        compiled.methodSizes().stream()
                .sorted(Comparator.comparingInt(MethodSize::bytes).reversed())
                .forEach(method ->
                        text.append(' ').append(method.name()).append(' ').append(method.bytes()));
        text.append("\n\n").append(program.source().text().stripTrailing()).append("\n\n");
    }
}
