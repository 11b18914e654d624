package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rounding to digits and to integers. Integers and floating numbers keep their type, decimals get the scale that is left. */
final class RoundingFunctions {
    /** A number and, as a literal, digits behind the point: 0 if left out, negative for places before it. HALF_UP. */
    static final ScalarFunction ROUND = function("round")
            .types(RoundingFunctions::roundType)
            .fails(RoundingFunctions::failure)
            .expensive(call -> !(call.type() instanceof IntegerType))
            .strict(RoundingFunctions::round, RoundingCode::round);

    static final ScalarFunction FLOOR = toInteger("floor", RoundingMode.FLOOR);
    static final ScalarFunction CEIL = toInteger("ceil", RoundingMode.CEILING);

    static final List<ScalarFunction> ALL = List.of(ROUND, FLOOR, CEIL);

    private static final int LEAST_DIGITS = -18;

    private RoundingFunctions() {}

    private static ScalarFunction toInteger(String name, RoundingMode mode) {
        return function(name)
                .types((arguments, requested) -> type(arguments.requireCount(1).requireNumeric(0), requested, 0))
                .fails(RoundingFunctions::failure)
                .expensive(call -> call.argument(0).type() instanceof DecimalType decimal && decimal.isWide())
                .strict(
                        (call, values) -> switch (values[0]) {
                            case Float number -> (Object) (float) floor(number, mode);
                            case Double number -> (Object) floor(number, mode);
                            default ->
                                ExactNumbers.fit(
                                        call,
                                        values,
                                        ExactNumbers.decimal(values[0]).setScale(0, mode));
                        },
                        (call, out) -> RoundingCode.toInteger(call, mode == RoundingMode.FLOOR, out));
    }

    private static double floor(double number, RoundingMode mode) {
        return mode == RoundingMode.FLOOR ? Math.floor(number) : Math.ceil(number);
    }

    private static DataType roundType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(1, 2).requireNumeric(0);
        int digits = 0;
        if (arguments.count() > 1) {
            arguments.require(1, arguments.type(1) instanceof IntegerType, "an integer");
            long wanted = (Long) arguments.requireLiteral(1);
            if (wanted < LEAST_DIGITS || wanted > DecimalType.MAX_PRECISION) {
                throw new CarbideException("Function round: argument 2 must be from " + LEAST_DIGITS + " to "
                        + DecimalType.MAX_PRECISION + ", got " + wanted);
            }
            digits = (int) wanted;
        }
        return type(arguments, requested, digits);
    }

    /** As Spark has it: one digit more before the point, which a carry may need. */
    private static DataType type(TypeCheck arguments, @Nullable DataType requested, int digits) {
        if (!(arguments.type(0) instanceof DecimalType decimal)) {
            return arguments.result(requested, arguments.type(0));
        }
        int scale = Math.min(decimal.scale(), Math.max(digits, 0));
        int carry = digits < decimal.scale() ? 1 : 0;
        int integerDigits = Math.max(decimal.precision() - decimal.scale() + carry, 1 - Math.min(digits, 0));
        DataType usual =
                DataType.decimal(Math.max(Math.min(integerDigits + scale, DecimalType.MAX_PRECISION), 1), scale);
        return requested == null
                ? usual
                : arguments.result(
                        requested,
                        requested instanceof DecimalType other && other.scale() == scale,
                        "a DECIMAL of scale " + scale);
    }

    static int digits(List<Expression> arguments) {
        return arguments.size() > 1
                        && arguments.get(1) instanceof Literal literal
                        && literal.value() instanceof Long digits
                ? digits.intValue()
                : 0;
    }

    private static FailureKind failure(List<Expression> arguments, DataType type) {
        int digits = digits(arguments);
        return switch (type) {
            case FloatingType ignored -> FailureKind.NEVER;
            case IntegerType ignored -> digits >= 0 ? FailureKind.NEVER : FailureKind.WRAPS_IN_LEGACY;
            default -> {
                int drop = Math.max(DecimalRules.scale(arguments.get(0).type()) - digits, 0);
                BigInteger largest = DecimalRules.largest(arguments.get(0).type());
                BigInteger rounded = drop == 0 ? largest : new NumericScales(0, 0, drop).rounded(largest);
                yield NumericFailures.ofDecimal(rounded.multiply(DecimalRules.powerOfTen(Math.max(-digits, 0))), type);
            }
        };
    }

    private static @Nullable Object round(Call call, Object[] values) {
        int digits = digits(call.arguments());
        return switch (values[0]) {
            case Float number ->
                Float.isNaN(number) || Float.isInfinite(number)
                        ? number
                        : (Object) new BigDecimal(Float.toString(number))
                                .setScale(digits, RoundingMode.HALF_UP)
                                .floatValue();
            case Double number ->
                Double.isNaN(number) || Double.isInfinite(number)
                        ? number
                        : (Object) BigDecimal.valueOf(number)
                                .setScale(digits, RoundingMode.HALF_UP)
                                .doubleValue();
            default -> {
                BigDecimal exact = ExactNumbers.decimal(values[0]);
                BigDecimal rounded = digits >= exact.scale() ? exact : exact.setScale(digits, RoundingMode.HALF_UP);
                yield ExactNumbers.fit(call, values, rounded);
            }
        };
    }
}
