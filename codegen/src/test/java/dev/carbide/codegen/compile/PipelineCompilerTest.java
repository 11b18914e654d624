package dev.carbide.codegen.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.codegen.source.ClassBuilder;
import org.junit.jupiter.api.Test;

class PipelineCompilerTest {
    @Test
    void aGeneratedClassRunsWithItsParameters() {
        var type = new ClassBuilder("Operation", Operation.class).header("adds, then doubles");
        String addend = type.parameter(long.class, "addend", 20L, "BIGINT");
        var method = type.override("long", "applyAsLong", "long operand");
        var out = method.body();
        out.comment("operand + " + type.placeholder(addend));
        String sum =
                out.local("long", "sum", "${operand} + ${addend}", "operand", method.parameter(0), "addend", addend);
        try (var branch = out.ifElse("${sum} < 0", "sum", sum)) {
            out.line("return 0;");
            branch.otherwise();
            out.line("return ${sum} * ${two};", "sum", sum, "two", 2);
        }
        var source = type.build();
        var compiled = new PipelineCompiler(getClass().getClassLoader()).compile(source);
        assertEquals("[?0 = 20 as BIGINT]", source.descriptions().toString());
        var operation = compiled.newInstance(Operation.class, source.arguments());
        assertEquals(42, operation.applyAsLong(1));
    }
}
