package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.offheap.type.DataType;
import java.util.List;

/** Small sources for tests of the compiler. */
final class Samples {
    private Samples() {}

    /** {@code operand + addend * factor}, where the addend is a parameter and the factor part of the structure. */
    static GeneratedSource add(long addend, int factor) {
        var type = new ClassBuilder("Operation", Operation.class).header("operand + ?0 * " + factor);
        String field = type.parameter(long.class, "addend", addend, DataType.INT64);
        var method = type.override("long", "applyAsLong", "long operand");
        method.body().line("return ${a} + ${b} * ${c};", "a", method.parameter(0), "b", field, "c", factor);
        return type.build();
    }

    /** A class whose method {@code run} has this body and returns a long {@code result}. */
    static GeneratedSource body(String body) {
        return new GeneratedSource("Sample", """
            package dev.carbide.generated;

            public final class Sample extends dev.carbide.codegen.compile.Operation {
                public Sample(Object[] parameters) {}

                public long applyAsLong(long operand) {
                    long result = operand;
            %s
                    return result;
                }
            }
            """.formatted(body), List.of());
    }

    static PipelineCompiler compiler() {
        return new PipelineCompiler(Samples.class.getClassLoader());
    }
}
