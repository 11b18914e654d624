package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.Range;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between types. Numbers become integers by cutting off the fraction and decimals by rounding HALF_UP; a
 * floating number stands for the shortest decimal that reads as it. Timestamps with and without zone have the same
 * microseconds, as the zone is UTC. Text is read as
 * {@link dev.carbide.codegen.runtime.TextParser} and {@link dev.carbide.codegen.runtime.MomentParser} say.
 */
final class CastFunctions {
    static final ScalarFunction CAST = function("cast")
            .display((arguments, type) -> "CAST(" + arguments.get(0) + " AS " + type + ")")
            .types(CastFunctions::castType)
            .fails(CastFunctions::failure)
            .range(CastFunctions::range)
            .expensive(CastFunctions::isExpensive)
            .strict(CastInterpretation::interpret, CastCode::generate);

    static final List<ScalarFunction> ALL = List.of(CAST);

    private CastFunctions() {}

    private static DataType castType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(1);
        if (requested == null) {
            throw new CarbideException("Function cast: the result type must be given");
        }
        DataType from = arguments.type(0);
        return arguments.result(requested, isPossible(from, requested), "a type that " + from + " can be cast to");
    }

    private static boolean isPossible(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (to) {
            case BooleanType ignored -> from.isNumeric() || from instanceof StringType;
            case IntegerType ignored -> isNumberOrTruth(from) || from instanceof StringType;
            case FloatingType ignored -> isNumberOrTruth(from) || from instanceof StringType;
            case DecimalType ignored -> isNumberOrTruth(from) || from instanceof StringType;
            case DateType ignored -> from instanceof TimestampType || from instanceof StringType;
            case TimestampType ignored ->
                from instanceof TimestampType || from instanceof DateType || from instanceof StringType;
            case StringType ignored -> true;
            case BinaryType ignored -> from instanceof StringType;
        };
    }

    private static boolean isNumberOrTruth(DataType type) {
        return type.isNumeric() || type instanceof BooleanType;
    }

    /** Whether a value of the type is an exact number as far as casts go: TRUE is 1. */
    static boolean isExact(DataType type) {
        return type instanceof BooleanType || ComparisonFunctions.isExact(type);
    }

    private static boolean isExpensive(Call call) {
        DataType from = call.argument(0).type();
        return from.isVariableLength() && !from.equals(call.type())
                || call.type() instanceof StringType && !from.equals(call.type())
                || from instanceof DecimalType decimal && decimal.isWide() && !(call.type() instanceof DecimalType)
                || from instanceof FloatingType && call.type() instanceof DecimalType;
    }

    private static FailureKind failure(List<Expression> arguments, DataType to) {
        DataType from = arguments.get(0).type();
        if (from.equals(to) || to instanceof BooleanType && !(from instanceof StringType)) {
            return FailureKind.NEVER;
        }
        if (from instanceof StringType) {
            return to instanceof BinaryType ? FailureKind.NEVER : FailureKind.POSSIBLE;
        }
        if (from instanceof BinaryType) {
            return FailureKind.POSSIBLE;
        }
        return switch (to) {
            case IntegerType ignored when from instanceof FloatingType -> FailureKind.WRAPS_IN_LEGACY;
            case IntegerType ignored -> exactFailure(arguments.get(0), to, FailureKind.WRAPS_IN_LEGACY);
            case DecimalType ignored when from instanceof FloatingType -> FailureKind.POSSIBLE;
            case DecimalType ignored -> exactFailure(arguments.get(0), to, FailureKind.POSSIBLE);
            case TimestampType ignored when from instanceof DateType -> FailureKind.POSSIBLE;
            default -> FailureKind.NEVER;
        };
    }

    private static FailureKind exactFailure(Expression from, DataType to, FailureKind otherwise) {
        if (from.type() instanceof BooleanType) {
            return to instanceof DecimalType decimal && decimal.precision() == decimal.scale()
                    ? otherwise
                    : FailureKind.NEVER;
        }
        Range range = ExpressionProperties.range(from);
        int drop = DecimalRules.scale(from.type()) - DecimalRules.scale(to);
        if (to instanceof IntegerType && drop == 0) {
            return NumericRanges.fits(range.known(), to) ? FailureKind.NEVER : otherwise;
        }
        BigInteger magnitude = NumericFailures.magnitude(from, range);
        BigInteger result = to instanceof IntegerType
                ? magnitude.divide(DecimalRules.powerOfTen(drop))
                : new NumericScales(0, 0, drop).rounded(magnitude);
        BigInteger largest = to instanceof IntegerType
                ? DecimalRules.largest(to).subtract(BigInteger.ONE)
                : DecimalRules.largest(to);
        return result.compareTo(largest) <= 0 ? FailureKind.NEVER : otherwise;
    }

    private static Range range(Call call, List<Range> arguments) {
        DataType from = call.argument(0).type();
        if (from.equals(call.type())) {
            return arguments.get(0);
        }
        if (!isExact(from) || !isExact(call.type()) || call.type() instanceof BooleanType) {
            return NumericRanges.ofType(call.type());
        }
        int drop = DecimalRules.scale(from) - DecimalRules.scale(call.type());
        return NumericRanges.result(
                call, arguments, drop, ranges -> NumericScales.scaled(ranges.get(0), Math.max(-drop, 0)));
    }
}
