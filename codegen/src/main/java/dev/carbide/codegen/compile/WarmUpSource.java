package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.GeneratedSource;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sources that use what generated pipelines use, to warm up the builder and the compiler. */
final class WarmUpSource {
    /** Nearly all of the gain comes from loading the compiler's classes; more samples were not measurably better. */
    private static final int SAMPLES = 2;

    private WarmUpSource() {}

    static Stream<GeneratedSource> samples() {
        return IntStream.rangeClosed(1, SAMPLES).mapToObj(WarmUpSource::sample);
    }

    private static GeneratedSource sample(int methods) {
        var type = new ClassBuilder("WarmUp", Object.class).header("never run");
        String limit = type.parameter(long.class, "limit", 1L, "BIGINT");
        String total = type.field("long", "total", "[aggregate #1]");
        for (int i = 0; i < 2 * methods; i++) {
            var method = type.method("private", "void", "sum", type.type(MemorySegment.class) + " values", "int rows");
            var out = method.body();
            String sum = out.variable("long", "sum", "0L");
            String size = out.local("long", "size", "${values}.byteSize()", "values", method.parameter(0));
            try (var _ = out.block("for (int row = 0; row < ${rows}; row++)", "rows", method.parameter(1))) {
                out.comment("[filter #0]");
                String pass = out.local(
                        "boolean", "pass", "${size} / (row + 1) < ${limit} && row > 0", "size", size, "limit", limit);
                try (var branch = out.ifElse("${pass}", "pass", pass)) {
                    out.line(
                            "${sum} += ${pass} ? Math.abs(${limit} * row) : (long) row;",
                            "sum",
                            sum,
                            "pass",
                            pass,
                            "limit",
                            limit);
                    branch.otherwise();
                    out.line("${sum} = (${sum} >> 63) ^ Long.compare(${sum}, 5L);", "sum", sum);
                }
            }
            out.line("${total} = ${total} + ${sum};", "total", total, "sum", sum);
        }
        return type.build();
    }
}
