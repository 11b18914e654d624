package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Evaluation;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.Range;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions that choose among their arguments and evaluate only those they need. All alternatives have the type of the
 * result.
 */
final class ConditionalFunctions {
    /** Pairs of condition and value, then the value for the rest. */
    static final ScalarFunction CASE = function("case")
            .display(ConditionalFunctions::describeCase)
            .types(ConditionalFunctions::caseType)
            .range((call, ranges) -> union(ranges, index -> isAlternative(call, index)))
            .lenient(
                    ConditionalFunctions::caseNullable,
                    ConditionalFunctions::interpretCase,
                    ConditionalFunctions::generateCase);

    static final ScalarFunction COALESCE = function("coalesce")
            .types(ConditionalFunctions::coalesceType)
            .range((call, ranges) -> union(ranges, index -> true))
            .lenient(
                    (arguments, type, mode) -> arguments.stream().allMatch(Expression::nullable),
                    ConditionalFunctions::interpretCoalesce,
                    ConditionalFunctions::generateCoalesce);

    /** NULL where both arguments are equal, else the first. */
    static final ScalarFunction NULL_IF = function("null_if")
            .types(ConditionalFunctions::nullIfType)
            .range((call, ranges) -> ranges.get(0).union(ComparisonFunctions.aligned(call, ranges)))
            .expensive(ComparisonFunctions::comparesBytes)
            .lenient(
                    (arguments, type, mode) -> true,
                    ConditionalFunctions::interpretNullIf,
                    ConditionalFunctions::generateNullIf);

    static final List<ScalarFunction> ALL = List.of(CASE, COALESCE, NULL_IF);

    /** More branches than this are not chosen by conditional moves, and not nested in one another. */
    private static final int FEW_BRANCHES = 4;

    private ConditionalFunctions() {}

    private static String describeCase(List<String> arguments, DataType type) {
        StringBuilder text = new StringBuilder("CASE");
        for (int index = 0; index + 1 < arguments.size(); index += 2) {
            text.append(" WHEN ").append(arguments.get(index)).append(" THEN ").append(arguments.get(index + 1));
        }
        return text.append(" ELSE ").append(arguments.getLast()).append(" END").toString();
    }

    private static DataType caseType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(3, Integer.MAX_VALUE);
        int last = arguments.count() - 1;
        arguments.require(last, last % 2 == 0, "followed by a value for the ELSE branch");
        for (int index = 0; index < last; index += 2) {
            arguments.requireBoolean(index).requireType(index + 1, arguments.type(last));
        }
        return arguments.result(requested, arguments.type(last));
    }

    private static boolean isAlternative(Call call, int index) {
        return index % 2 == 1 || index == call.arguments().size() - 1;
    }

    private static Range union(List<Range> ranges, IntPredicate included) {
        return IntStream.range(0, ranges.size())
                .filter(included)
                .mapToObj(ranges::get)
                .reduce(Range::union)
                .orElseThrow();
    }

    private static boolean caseNullable(List<Expression> arguments, DataType type, EvalMode mode) {
        int last = arguments.size() - 1;
        return IntStream.rangeClosed(0, last)
                .anyMatch(index -> (index % 2 == 1 || index == last)
                        && arguments.get(index).nullable());
    }

    private static @Nullable Object interpretCase(Call call, Evaluation evaluation) {
        int last = call.arguments().size() - 1;
        for (int index = 0; index < last; index += 2) {
            if (Boolean.TRUE.equals(evaluation.evaluate(call.argument(index)))) {
                return evaluation.evaluate(call.argument(index + 1));
            }
        }
        return evaluation.evaluate(call.argument(last));
    }

    private static Value generateCase(Call call, Emission out) {
        int branches = call.arguments().size() / 2;
        if (branches <= FEW_BRANCHES && call.arguments().stream().allMatch(ExpressionProperties::isFree)) {
            return freeCase(call, out);
        }
        ChosenValue chosen = new ChosenValue(call.type(), out.fitsLong(call), "chosen", out);
        if (branches <= FEW_BRANCHES) {
            branch(call, 0, chosen, out);
        } else {
            flatBranches(call, chosen, out);
        }
        return chosen.value();
    }

    /** One block per branch, entered while none has been chosen. */
    private static void flatBranches(Call call, ChosenValue chosen, Emission out) {
        List<Expression> arguments = call.arguments();
        int last = arguments.size() - 1;
        String open = out.variable("boolean", "open", "true");
        for (int index = 0; index < last; index += 2) {
            try (var ignored = out.block("if (" + open + ")", arguments.subList(index, arguments.size()))) {
                String condition = out.holds(arguments.get(index), true);
                try (var alsoIgnored = out.block("if (" + condition + ")", List.of())) {
                    chosen.assign(out.generate(arguments.get(index + 1)));
                    out.line(open + " = false;");
                }
            }
        }
        try (var ignored = out.block("if (" + open + ")", List.of())) {
            chosen.assign(out.generate(arguments.get(last)));
        }
    }

    private static Value freeCase(Call call, Emission out) {
        int last = call.arguments().size() - 1;
        List<String> conditions = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int index = 0; index < last; index += 2) {
            conditions.add(out.holds(call.argument(index), true));
            values.add(out.generate(call.argument(index + 1)));
        }
        Value result = out.generate(call.argument(last));
        for (int branch = conditions.size() - 1; branch >= 0; branch--) {
            result = ChosenValue.ternary(
                    conditions.get(branch), values.get(branch), result, out.fitsLong(call), out, "chosen");
        }
        return result;
    }

    private static void branch(Call call, int index, ChosenValue chosen, Emission out) {
        List<Expression> arguments = call.arguments();
        if (index == arguments.size() - 1) {
            chosen.assign(out.generate(arguments.get(index)));
            return;
        }
        String condition = out.holds(arguments.get(index), true);
        try (var ignored = out.block("if (" + condition + ")", arguments.subList(index + 1, arguments.size()))) {
            chosen.assign(out.generate(arguments.get(index + 1)));
        }
        try (var ignored = out.block("else", List.of())) {
            branch(call, index + 2, chosen, out);
        }
    }

    private static DataType coalesceType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(1, Integer.MAX_VALUE);
        for (int index = 1; index < arguments.count(); index++) {
            arguments.requireType(index, arguments.type(0));
        }
        return arguments.result(requested, arguments.type(0));
    }

    private static @Nullable Object interpretCoalesce(Call call, Evaluation evaluation) {
        for (Expression argument : call.arguments()) {
            Object value = evaluation.evaluate(argument);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static Value generateCoalesce(Call call, Emission out) {
        List<Expression> arguments = call.arguments();
        boolean fitsLong = out.fitsLong(call);
        if (arguments.stream().allMatch(ExpressionProperties::isFree)) {
            Value result = out.generate(arguments.getLast());
            for (int index = arguments.size() - 2; index >= 0; index--) {
                Value value = out.generate(arguments.get(index));
                result = value.alwaysValid()
                        ? value
                        : ChosenValue.ternary(
                                value.valid(), Values.withValid(value, Value.ALWAYS), result, fitsLong, out, "present");
            }
            return result;
        }
        ChosenValue chosen = new ChosenValue(call.type(), fitsLong, "present", out);
        chosen.assign(out.generate(arguments.getFirst()));
        for (Expression argument : arguments.subList(1, arguments.size())) {
            try (var ignored = out.block("if (!" + chosen.valid() + ")", List.of(argument))) {
                chosen.assign(out.generate(argument));
            }
        }
        return chosen.value();
    }

    private static DataType nullIfType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2);
        ComparisonFunctions.requireComparable(arguments, 0, 1);
        return arguments.result(requested, arguments.type(0));
    }

    private static @Nullable Object interpretNullIf(Call call, Evaluation evaluation) {
        Object value = evaluation.evaluate(call.argument(0));
        Object other = evaluation.evaluate(call.argument(1));
        return value == null || other != null && ValueOrder.equal(value, other) ? null : value;
    }

    private static Value generateNullIf(Call call, Emission out) {
        Value value = out.generate(call.argument(0));
        Value other = out.generate(call.argument(1));
        String both = Values.and(value.valid(), other.valid());
        String equal = ComparisonCode.generate(Comparison.EQUAL, call, value, other, both, out);
        String valid = Values.and(value.valid(), Values.not(Values.and(other.valid(), equal)));
        return Values.withValid(value, out.local("boolean", "differs", valid));
    }
}
