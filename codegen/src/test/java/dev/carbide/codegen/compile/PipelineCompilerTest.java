package dev.carbide.codegen.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.GeneratedSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class PipelineCompilerTest {
    private final PipelineCompiler compiler = Samples.compiler();

    private long run(GeneratedSource source, long operand) {
        return compiler.compile(source)
                .newInstance(Operation.class, source.arguments())
                .applyAsLong(operand);
    }

    @Test
    void aGeneratedClassRunsWithItsParameters() {
        var source = Samples.add(20, 2);
        assertEquals(42, run(source, 2));
        var compiled = compiler.compile(source);
        assertEquals(
                "dev.carbide.generated." + source.className(), compiled.type().getName());
        assertEquals(9, compiled.newInstance(Operation.class, new Object[] {3L}).applyAsLong(3));
        assertTrue(compiled.compileNanos() > 0);
    }

    @Test
    void eachClassHasALoaderOfItsOwn() {
        var source = Samples.add(1, 1);
        Class<?> first = compiler.compile(source).type();
        Class<?> second = compiler.compile(source).type();
        assertNotSame(first, second);
        assertNotSame(first.getClassLoader(), second.getClassLoader());
        assertSame(Operation.class, first.getSuperclass());
    }

    @Test
    void parametersOfEveryTypeArrive() {
        var type = new ClassBuilder("Operation", Operation.class);
        Object[] values = {true, (byte) 1, (short) 2, 'c', 4, 5L, 6.5f, 7.5, "text", new long[] {9}};
        Class<?>[] types = {
            boolean.class,
            byte.class,
            short.class,
            char.class,
            int.class,
            long.class,
            float.class,
            double.class,
            String.class,
            long[].class
        };
        var names = new ArrayList<String>();
        for (int i = 0; i < values.length; i++) {
            names.add(type.parameter(types[i], "p", values[i], types[i].getSimpleName()));
        }
        type.override("long", "applyAsLong", "long operand").body().line("return 0L;");
        var shown = type.override("String", "toString").body();
        shown.line(
                "return \"\" + ${all} + p9[0];", "all", String.join(" + \" \" + ", names.subList(0, 9)) + " + \" \"");
        var source = type.build();
        assertEquals(
                "true 1 2 c 4 5 6.5 7.5 text 9",
                compiler.compile(source).newInstance(source.arguments()).toString());
    }

    @Test
    void thousandsOfParametersFit() {
        int count = 1700;
        var type = new ClassBuilder("Operation", Operation.class);
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add(type.parameter(int.class, "p", i, "INT32"));
        }
        var out = type.override("long", "applyAsLong", "long operand").body();
        out.line(
                "return ${a} + ${b} + ${c} + ${d};",
                "a",
                names.get(499),
                "b",
                names.get(500),
                "c",
                names.get(1499),
                "d",
                names.get(1699));
        assertEquals(499 + 500 + 1499 + 1699, run(type.build(), 0));
    }

    @Test
    void deepNestingCompiles() {
        int depth = 2000;
        assertEquals(
                7 + depth,
                run(Samples.body("result = " + "(".repeat(depth) + "operand" + " + 1)".repeat(depth) + ";"), 7));
    }

    @Test
    void sizesAreThoseOfTheBytecode() {
        var small = compiler.compile(Samples.body(""));
        // aload_0, invokespecial, return; lload_1, lstore_3, lload_3, lreturn
        assertEquals(
                List.of(
                        new MethodSize("applyAsLong", "(J)J", 4),
                        new MethodSize("<init>", "([Ljava/lang/Object;)V", 5)),
                small.methodSizes());
        // lload_3, lconst_1, ladd, lstore_3
        var large = compiler.compile(Samples.body("result = result + 1L;\n".repeat(100)));
        assertEquals(new MethodSize("applyAsLong", "(J)J", 404), large.largestMethod());
        assertEquals(404, large.maxMethodSize());
        assertEquals(5, small.maxMethodSize());
        assertTrue(large.classBytes() > small.classBytes() + 400);
    }

    @Test
    void privateMethodsAreMeasuredUnderTheirName() {
        var type = new ClassBuilder("Operation", Operation.class);
        var helper = type.method("private", "long", "helper", "long row");
        helper.body().line("return ${row};", "row", helper.parameter(0));
        var apply = type.override("long", "applyAsLong", "long operand");
        apply.body().line("return ${value};", "value", helper.call(apply.parameter(0)));
        var source = type.build();
        var sizes = compiler.compile(source).methodSizes();
        assertTrue(
                sizes.contains(new MethodSize("helper", "(Ldev/carbide/generated/" + source.className() + ";J)J", 2)),
                sizes::toString);
    }

    @Test
    void aMethodTheJitWillNotTouchIsLogged() {
        var messages = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(new java.util.logging.SimpleFormatter().formatMessage(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = Logger.getLogger(PipelineCompiler.class.getName());
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            assertEquals(
                    8000,
                    compiler.compile(Samples.body("result = result + 1L;\n".repeat(1999)))
                            .maxMethodSize());
            assertEquals(List.of(), messages);
            assertEquals(
                    8004,
                    compiler.compile(Samples.body("result = result + 1L;\n".repeat(2000)))
                            .maxMethodSize());
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertEquals(
                List.of("Sample.applyAsLong has 8004 bytes of bytecode; above 8000 it is never compiled to machine"
                        + " code"),
                messages);
    }

    @Test
    void compileErrorsShowTheSourceAround() {
        var error =
                assertThrows(CodegenException.class, () -> compiler.compile(Samples.body("        result = missing;")));
        assertEquals("""
            Generated source does not compile, Sample.java:8: Expression "missing" is not an rvalue
                 3 | public final class Sample extends dev.carbide.codegen.compile.Operation {
                 4 |     public Sample(Object[] parameters) {}
                 5 |\s
                 6 |     public long applyAsLong(long operand) {
                 7 |         long result = operand;
            >    8 |         result = missing;
                 9 |         return result;
                10 |     }
                11 | }\
            """, error.getMessage());
        assertFalse(error.isTooLarge());
        var syntax = assertThrows(CodegenException.class, () -> compiler.compile(Samples.body("result = ;")));
        assertTrue(syntax.getMessage()
                .startsWith("Generated source does not compile, Sample.java:8: Unexpected token \";\""));
    }

    @Test
    void errorsInsideTheCompilerShowTheirLineToo() {
        var error = assertThrows(
                CodegenException.class,
                () -> compiler.compile(Samples.body("        final long late;\n        result = late;")));
        assertTrue(error.getMessage().contains("Sample.java:9: "), error.getMessage());
        assertTrue(error.getMessage().contains(">    9 |         result = late;"), error.getMessage());
    }

    @Test
    void whatOutgrowsTheClassFileIsToldApart() {
        var code = assertThrows(
                CodegenException.class,
                () -> compiler.compile(Samples.body("result = result + 12345L;\n".repeat(11000))));
        assertTrue(code.isTooLarge(), code.getMessage());
        int depth = 40_000;
        var nested = Samples.body("result = " + "(".repeat(depth) + "operand" + " + 1)".repeat(depth) + ";");
        var stack = assertThrows(CodegenException.class, () -> compiler.compile(nested));
        assertTrue(stack.isTooLarge(), stack.getMessage());
    }

    @Test
    void classesThatDoNotLoadAreNamed() {
        var body = Samples.body("");
        var renamed = new GeneratedSource("Other", body.text(), List.of());
        var wrongName = assertThrows(CodegenException.class, () -> compiler.compile(renamed));
        assertTrue(wrongName.getMessage().startsWith("Generated class does not load, Other.java: "));
        var bare = new GeneratedSource("Sample", body.text().replace("Object[] parameters", ""), List.of());
        assertThrows(CodegenException.class, () -> compiler.compile(bare));
        var two = new GeneratedSource("Sample", body.text() + "class Second {}", List.of());
        assertTrue(assertThrows(CodegenException.class, () -> compiler.compile(two))
                .getMessage()
                .contains("got 2"));
    }

    @Test
    void stackTracesNameTheSourceAndItsLine() {
        var compiled = compiler.compile(
                Samples.body("        if (operand == 0) {\n            result = 1L / operand;\n        }"));
        var operation = compiler.compile(Samples.body("")).newInstance(Operation.class, new Object[0]);
        assertEquals(3, operation.applyAsLong(3));
        var failing = compiled.newInstance(Operation.class, new Object[0]);
        var top = assertThrows(ArithmeticException.class, () -> failing.applyAsLong(0))
                .getStackTrace()[0];
        assertEquals(
                "dev.carbide.generated.Sample.applyAsLong(Sample.java:9)",
                top.toString().replaceFirst("^.*/", ""));
    }

    @Test
    void errorsOfAConstructorPassUnwrapped() {
        var compiled = compiler.compile(Samples.add(1, 1));
        assertThrows(ClassCastException.class, () -> compiled.newInstance(new Object[] {"text"}));
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> compiled.newInstance(new Object[0]));
    }

    @Test
    void warmUpSourcesCompile() {
        compiler.prewarm();
        var names = WarmUpSource.samples().map(GeneratedSource::className).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        assertArrayEquals(
                new Object[] {1L},
                WarmUpSource.samples().findFirst().orElseThrow().arguments());
    }
}
