package dev.carbide.codegen.expression;

import dev.carbide.codegen.runtime.EvaluationSite;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * What a function sees while it emits the code for one call: the body of the loop over rows, its arguments as values,
 * fresh names and constants. Nothing a user wrote gets into the source: literals, patterns and messages are constants.
 */
public interface Emission {
    ExpressionGen.Variant variant();

    /** The value of an expression for the current row; computed once per row however often it is asked for. */
    Value generate(Expression expression);

    /** A Java boolean without side effects: true where the BOOLEAN expression is valid and equals {@code wanted}. */
    String holds(Expression expression, boolean wanted);

    /**
     * Whether the value of this integral, decimal or BOOLEAN expression, and everything {@link ScalarFunction#range}
     * covers on the way to it, is proved to fit a long in this variant.
     */
    boolean fitsLong(Expression expression);

    /** Proposes a stem for the names of what will be generated for an expression. */
    void suggestName(Expression expression, String stem);

    /** Appends one statement. */
    void line(String statement);

    /**
     * Opens a block, to be closed by try-with-resources. What is computed in it is known only in it, so the code in it
     * may be conditional.
     *
     * @param inside all expressions that will be generated in it
     */
    Block block(String header, Collection<Expression> inside);

    /** Java code that calls a static method of a public class. */
    String call(Class<?> type, String method, String... arguments);

    /** The name by which the source calls a public class. */
    String type(Class<?> type);

    /** An identifier that is new in the loop. */
    String fresh(String stem);

    /** A new {@code final} local of that value; returns its name. */
    default String local(String javaType, String stem, String code) {
        String name = fresh(stem);
        line("final " + javaType + " " + name + " = " + code + ";");
        return name;
    }

    /** A new local that blocks assign to; returns its name. */
    default String variable(String javaType, String stem, String initial) {
        String name = fresh(stem);
        line(javaType + " " + name + " = " + initial + ";");
        return name;
    }

    /**
     * A constant of the generated class; equal keys give the same one.
     *
     * @param key what the value was made of
     * @param description what comments call it
     * @param shown what EXPLAIN shows as its value: a text or a number
     */
    <T> String constant(Class<T> type, String stem, Object key, Supplier<T> value, String description, Object shown);

    /**
     * The unscaled value of a literal, other than NULL, of an integer or decimal type times a power of ten, which must
     * fit a long.
     */
    String scaledLiteral(Literal literal, int digits);

    /** The expression of type {@link dev.carbide.codegen.runtime.ScratchBytes} for results of variable length; reset per batch. */
    String scratch();

    /**
     * A helper object of that class, which needs a public constructor without parameters: one per instance of the
     * generated class, so that helpers can leave several results in it without allocating.
     */
    String instance(Class<?> type);

    /** The expression of type {@link EvaluationSite} that knows how to fail for this call. */
    String site(Call call);

    /** A block of generated code that is open. */
    interface Block extends AutoCloseable {
        @Override
        void close();
    }
}
