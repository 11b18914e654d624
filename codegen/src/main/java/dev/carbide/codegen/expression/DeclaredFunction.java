package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a {@link FunctionBuilder} builds. Compared by identity, as functions are declared once. */
final class DeclaredFunction implements ScalarFunction {
    private final String name;
    private final FunctionBuilder.Display display;
    private final FunctionBuilder.TypeRule types;
    private final FunctionBuilder.FailureRule failures;
    private final FunctionBuilder.NullRule nulls;
    private final FunctionBuilder.RangeRule range;
    private final Predicate<Call> expensive;
    private final FunctionBuilder.Interpretation interpretation;
    private final FunctionBuilder.Generation generation;
    private final FunctionBuilder.@Nullable OutcomeGeneration outcome;

    DeclaredFunction(
            String name,
            FunctionBuilder.Display display,
            FunctionBuilder.TypeRule types,
            FunctionBuilder.FailureRule failures,
            FunctionBuilder.NullRule nulls,
            FunctionBuilder.RangeRule range,
            Predicate<Call> expensive,
            FunctionBuilder.Interpretation interpretation,
            FunctionBuilder.Generation generation,
            FunctionBuilder.@Nullable OutcomeGeneration outcome) {
        this.name = name;
        this.display = display;
        this.types = types;
        this.failures = failures;
        this.nulls = nulls;
        this.range = range;
        this.expensive = expensive;
        this.interpretation = interpretation;
        this.generation = generation;
        this.outcome = outcome;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DataType resolveType(TypeCheck arguments, @Nullable DataType requested) {
        return types.resolve(arguments, requested);
    }

    @Override
    public FailureKind failure(List<Expression> arguments, DataType type) {
        return failures.failure(arguments, type);
    }

    @Override
    public boolean nullable(List<Expression> arguments, DataType type, EvalMode mode) {
        return nulls.nullable(arguments, type, mode);
    }

    @Override
    public boolean isExpensive(Call call) {
        return expensive.test(call);
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }

    @Override
    public @Nullable Object interpret(Call call, Evaluation arguments) {
        return interpretation.interpret(call, arguments);
    }

    @Override
    public Value generate(Call call, Emission emission) {
        return generation.generate(call, emission);
    }

    @Override
    public String holds(Call call, boolean wanted, Emission emission) {
        return outcome == null ? Values.holds(emission.generate(call), wanted) : outcome.holds(call, wanted, emission);
    }

    @Override
    public Range range(Call call, List<Range> arguments) {
        return range.range(call, arguments);
    }

    @Override
    public String describe(List<String> arguments, DataType type) {
        return display.describe(arguments, type);
    }

    @Override
    public String toString() {
        return name;
    }
}
