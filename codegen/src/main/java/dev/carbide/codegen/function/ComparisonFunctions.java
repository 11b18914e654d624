package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.Evaluation;
import dev.carbide.codegen.expression.Range;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.IntegerType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Comparisons of two values of one type; integers and decimals compare across widths and scales. */
final class ComparisonFunctions {
    static final ScalarFunction IS_DISTINCT_FROM = function("is_distinct_from")
            .infix("IS DISTINCT FROM")
            .types(ComparisonFunctions::comparable)
            .range(ComparisonFunctions::aligned)
            .expensive(ComparisonFunctions::comparesBytes)
            .lenient(
                    (arguments, type, mode) -> false,
                    ComparisonFunctions::interpretDistinct,
                    ComparisonFunctions::generateDistinct);

    static final List<ScalarFunction> ALL = Stream.concat(
                    Stream.of(Comparison.values()).map(ComparisonFunctions::comparison), Stream.of(IS_DISTINCT_FROM))
            .toList();

    private ComparisonFunctions() {}

    private static ScalarFunction comparison(Comparison comparison) {
        return function(comparison.functionName())
                .infix(comparison.sql())
                .types(ComparisonFunctions::comparable)
                .range(ComparisonFunctions::aligned)
                .expensive(ComparisonFunctions::comparesBytes)
                .strict(
                        (call, values) -> comparison.test(ValueOrder.compare(values[0], values[1])),
                        (call, out) -> Values.bool(ComparisonCode.generate(
                                comparison, call.call(), call.value(0), call.value(1), call.valid(), out)));
    }

    static DataType comparable(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2);
        requireComparable(arguments, 0, 1);
        return arguments.result(requested, DataType.BOOLEAN);
    }

    static void requireComparable(TypeCheck arguments, int first, int second) {
        DataType left = arguments.type(first);
        boolean holds = isExact(left) ? isExact(arguments.type(second)) : left.equals(arguments.type(second));
        arguments.require(second, holds, isExact(left) ? "an integer or decimal" : left.toString());
    }

    static boolean isExact(DataType type) {
        return type instanceof IntegerType || type instanceof DecimalType;
    }

    static boolean comparesBytes(Call call) {
        return call.argument(0).type().isVariableLength();
    }

    /** The operands at their common scale. */
    static Range aligned(Call call, List<Range> arguments) {
        DataType left = call.argument(0).type();
        DataType right = call.argument(1).type();
        NumericScales scales = NumericScales.ofComparison(left, right);
        return NumericScales.scaled(arguments.get(0), scales.leftUp())
                .union(NumericScales.scaled(arguments.get(1), scales.rightUp()));
    }

    private static Object interpretDistinct(Call call, Evaluation arguments) {
        Object left = arguments.evaluate(call.argument(0));
        Object right = arguments.evaluate(call.argument(1));
        return left == null || right == null ? left != right : !ValueOrder.equal(left, right);
    }

    private static Value generateDistinct(Call call, Emission out) {
        Value left = out.generate(call.argument(0));
        Value right = out.generate(call.argument(1));
        String both = Values.and(left.valid(), right.valid());
        String different = ComparisonCode.generate(Comparison.NOT_EQUAL, call, left, right, both, out);
        if (left.alwaysValid() && right.alwaysValid()) {
            return Values.bool(different);
        }
        String oneIsNull = Values.parenthesized(left.valid()) + " != " + Values.parenthesized(right.valid());
        return Values.bool("(" + oneIsNull + " | " + Values.and(both, different) + ")");
    }
}
