package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.Range;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.PhysicalType;
import java.util.List;
import java.util.function.Function;

/** Ranges of arithmetic results; see {@link dev.carbide.codegen.expression.ScalarFunction#range}. */
final class NumericRanges {
    private static final Range ZERO = Range.of(Bounds.ofValue(0));

    private NumericRanges() {}

    static Range sum(Call call, List<Range> arguments) {
        NumericScales scales = NumericScales.ofSum(call.arguments(), call.type());
        return result(
                call,
                arguments,
                scales.drop(),
                ranges -> NumericScales.scaled(ranges.get(0), scales.leftUp())
                        .plus(NumericScales.scaled(ranges.get(1), scales.rightUp())));
    }

    static Range difference(Call call, List<Range> arguments) {
        NumericScales scales = NumericScales.ofSum(call.arguments(), call.type());
        return result(
                call,
                arguments,
                scales.drop(),
                ranges -> NumericScales.scaled(ranges.get(0), scales.leftUp())
                        .minus(NumericScales.scaled(ranges.get(1), scales.rightUp())));
    }

    static Range product(Call call, List<Range> arguments) {
        int drop = NumericScales.ofProduct(call.arguments(), call.type()).drop();
        return result(
                call,
                arguments,
                drop,
                ranges -> NumericScales.scaled(ranges.get(0).times(ranges.get(1)), Math.max(-drop, 0)));
    }

    /** Integers only shrink, but for the sign; what a decimal quotient passes through is not known here. */
    static Range quotient(Call call, List<Range> arguments) {
        return call.type() instanceof IntegerType
                ? result(
                        call,
                        arguments,
                        0,
                        ranges -> ranges.get(0).union(ranges.get(0).negate()))
                : ofType(call.type());
    }

    static Range remainder(Call call, List<Range> arguments) {
        return call.type() instanceof IntegerType ? arguments.get(0).union(ZERO) : ofType(call.type());
    }

    static Range negation(Call call, List<Range> arguments) {
        return result(call, arguments, 0, ranges -> ranges.get(0).negate());
    }

    static Range absolute(Call call, List<Range> arguments) {
        return result(
                call, arguments, 0, ranges -> ranges.get(0).union(ranges.get(0).negate()));
    }

    static Range ofType(DataType type) {
        return Range.of(type.bounds());
    }

    /** Whether the bounds lie within those of the type; true of any bounds that fit a long if the type is wide. */
    static boolean fits(Bounds bounds, DataType type) {
        if (!bounds.fitsLong()) {
            return false;
        }
        Bounds limits = type.bounds();
        return !limits.fitsLong() || limits.union(bounds).equals(limits);
    }

    /**
     * The range that {@code rule} makes of the arguments, but for types narrower than a long: there an overflow would
     * end in the range of the type, and what types cannot exclude is left to the check of the result.
     */
    static Range result(Call call, List<Range> arguments, int drop, Function<List<Range>, Range> rule) {
        if (call.type() instanceof FloatingType) {
            return Range.UNBOUNDED;
        }
        if (drop > 0) {
            return ofType(call.type());
        }
        if (holdsAnyLong(call.type())) {
            return rule.apply(arguments);
        }
        Bounds byTypes = rule.apply(call.arguments().stream()
                        .map(ExpressionProperties::range)
                        .toList())
                .known();
        if (!byTypes.fitsLong()) {
            return Range.UNBOUNDED;
        }
        return fits(byTypes, call.type()) ? rule.apply(arguments) : ofType(call.type());
    }

    private static boolean holdsAnyLong(DataType type) {
        return type.equals(DataType.INT64) || type.physical() == PhysicalType.INT128;
    }
}
