package dev.carbide.codegen.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.HostileText;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever users call their columns: the class has the members its generator asked for, and does what it should. */
class HostileNamesTest {
    private final PipelineCompiler compiler = Samples.compiler();

    @Property(tries = 150)
    void noTextOfAUserBecomesCode(@ForAll("texts") String name, @ForAll("texts") String other) {
        var type = new ClassBuilder("Operation", Operation.class).header(name).header(other);
        String constant = type.parameter(String.class, name, other, name);
        String field = type.field("int", name, other);
        type.constructor().comment(other).annotated(name, "${field} = 3;", "field", field);
        var apply = type.override("long", "applyAsLong", "long " + name).comment(other);
        var helper = type.method("private", "int", other, "int " + other, "int " + name);
        helper.body().comment(name).line("return ${a} - ${b};", "a", helper.parameter(0), "b", helper.parameter(1));
        var out = apply.body();
        String local = out.local("int", name, "${field}", "field", field);
        try (var _ = out.block("if (${constant} != null)", "constant", constant)) {
            out.comment(other);
            String inner = out.local("int", name, "${call}", "call", helper.call(local, "1"));
            out.annotated(other, "return ${inner} + ${operand};", "inner", inner, "operand", apply.parameter(0));
        }
        out.comment(name).annotated(name, "return -1;");
        var source = type.build();

        var compiled = compiler.compile(source);
        assertEquals(Set.of(constant, field), names(compiled.type().getDeclaredFields()));
        assertEquals(
                Stream.of("applyAsLong", helper.name()).sorted().toList(),
                Arrays.stream(compiled.type().getDeclaredMethods())
                        .map(Method::getName)
                        .map(method -> method.replaceFirst("\\$$", ""))
                        .sorted()
                        .toList());
        assertEquals(0, compiled.type().getDeclaredClasses().length);
        assertEquals(1, compiled.type().getDeclaredConstructors().length);
        assertEquals(3, compiled.methodSizes().size(), "a static initialiser crept in");
        var operation = compiled.newInstance(Operation.class, source.arguments());
        assertEquals(7, operation.applyAsLong(5));
    }

    private static Set<String> names(Field[] fields) {
        return Arrays.stream(fields).map(Field::getName).collect(Collectors.toSet());
    }

    @Provide
    Arbitrary<String> texts() {
        return HostileText.strings();
    }
}
