package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Declares a {@link ScalarFunction}:
 *
 * <pre>{@code
 * function("starts_with").types(TextTypes::predicate).expensive()
 *         .strict((call, values) -> ((String) values[0]).startsWith((String) values[1]),
 *                 (call, values, out) -> Values.bool(call.type(), "Strings.startsWith(" + ... + ")"))
 * }</pre>
 *
 * <p>A strict function is NULL if an argument is; all arguments are evaluated. It sees only values that are not NULL, and generates code for values
 * that are harmless where they are not valid. A lenient one deals with NULL, and evaluates its arguments, by itself.
 */
public final class FunctionBuilder {
    private final String name;
    private Display display;
    private @Nullable TypeRule types;
    private FailureRule failures = (arguments, type) -> FailureKind.NEVER;
    private RangeRule range = (call, arguments) -> Range.of(call.type().bounds());
    private Predicate<Call> expensive = call -> false;
    private @Nullable OutcomeGeneration outcome;

    private FunctionBuilder(String name) {
        this.name = name;
        this.display = (arguments, type) -> name + "(" + String.join(", ", arguments) + ")";
    }

    public static FunctionBuilder function(String name) {
        return new FunctionBuilder(name);
    }

    /** Reads as {@code a operator b} in comments and EXPLAIN. */
    public FunctionBuilder infix(String operator) {
        return display((arguments, type) -> "(" + String.join(" " + operator + " ", arguments) + ")");
    }

    public FunctionBuilder display(Display display) {
        this.display = display;
        return this;
    }

    public FunctionBuilder types(TypeRule rule) {
        this.types = rule;
        return this;
    }

    public FunctionBuilder fails(FailureRule rule) {
        this.failures = rule;
        return this;
    }

    public FunctionBuilder fails(FailureKind kind) {
        return fails((arguments, type) -> kind);
    }

    public FunctionBuilder range(RangeRule rule) {
        this.range = rule;
        return this;
    }

    public FunctionBuilder expensive() {
        return expensive(call -> true);
    }

    public FunctionBuilder expensive(Predicate<Call> rule) {
        this.expensive = rule;
        return this;
    }

    /** For a BOOLEAN function that can do better than to generate its value where only one outcome counts. */
    public FunctionBuilder outcome(OutcomeGeneration rule) {
        this.outcome = rule;
        return this;
    }

    public ScalarFunction strict(StrictInterpretation interpretation, StrictGeneration generation) {
        NullRule nulls = (arguments, type, mode) -> arguments.stream().anyMatch(Expression::nullable)
                || failures.failure(arguments, type).givesNull(mode);
        return build(
                nulls,
                (call, arguments) -> interpretStrict(interpretation, call, arguments),
                (call, emission) -> StrictCall.generate(generation, call, emission));
    }

    /**
     * A strict function without code of its own: generated code calls the interpretation with boxed values. Slow, but
     * enough for functions that users bring. Must be thread-safe.
     */
    public ScalarFunction interpreted(StrictInterpretation interpretation) {
        NullRule nulls = (arguments, type, mode) -> true;
        expensive();
        return build(
                nulls,
                (call, arguments) -> interpretStrict(interpretation, call, arguments),
                InterpretedCall::generate);
    }

    public ScalarFunction lenient(NullRule nulls, Interpretation interpretation, Generation generation) {
        return build(nulls, interpretation, generation);
    }

    private ScalarFunction build(NullRule nulls, Interpretation interpretation, Generation generation) {
        if (types == null) {
            throw new IllegalStateException("Function " + name + " needs a type rule");
        }
        return new DeclaredFunction(
                name, display, types, failures, nulls, range, expensive, interpretation, generation, outcome);
    }

    private static @Nullable Object interpretStrict(
            StrictInterpretation interpretation, Call call, Evaluation evaluation) {
        Object[] values = new Object[call.arguments().size()];
        boolean sawNull = false;
        for (int index = 0; index < values.length; index++) {
            Object value = evaluation.evaluate(call.argument(index));
            if (value == null) {
                sawNull = true;
            } else {
                values[index] = value;
            }
        }
        if (sawNull) {
            return null;
        }
        return interpretation.interpret(call, values);
    }

    /** How a call reads. */
    @FunctionalInterface
    public interface Display {
        String describe(List<String> arguments, DataType type);
    }

    /** See {@link ScalarFunction#resolveType}. */
    @FunctionalInterface
    public interface TypeRule {
        DataType resolve(TypeCheck arguments, @Nullable DataType requested);
    }

    /** See {@link ScalarFunction#failure}. */
    @FunctionalInterface
    public interface FailureRule {
        FailureKind failure(List<Expression> arguments, DataType type);
    }

    /** See {@link ScalarFunction#nullable}. */
    @FunctionalInterface
    public interface NullRule {
        boolean nullable(List<Expression> arguments, DataType type, EvalMode mode);
    }

    /** See {@link ScalarFunction#range}. */
    @FunctionalInterface
    public interface RangeRule {
        Range range(Call call, List<Range> arguments);
    }

    /** The value for arguments that are all valid; null where the call fails and its mode says NULL. */
    @FunctionalInterface
    public interface StrictInterpretation {
        @Nullable
        Object interpret(Call call, Object[] values);
    }

    /**
     * The code for arguments that are evaluated. The validity of the result need only say where the call itself gives
     * NULL; that of the arguments is added. {@code valid} is true where all arguments are: code may raise or read memory
     * only there.
     */
    @FunctionalInterface
    public interface StrictGeneration {
        Value generate(StrictCall call, Emission out);
    }

    /** See {@link ScalarFunction#interpret}. */
    @FunctionalInterface
    public interface Interpretation {
        @Nullable
        Object interpret(Call call, Evaluation arguments);
    }

    /** See {@link ScalarFunction#generate}. */
    @FunctionalInterface
    public interface Generation {
        Value generate(Call call, Emission emission);
    }

    /** See {@link ScalarFunction#holds}. */
    @FunctionalInterface
    public interface OutcomeGeneration {
        String holds(Call call, boolean wanted, Emission emission);
    }
}
