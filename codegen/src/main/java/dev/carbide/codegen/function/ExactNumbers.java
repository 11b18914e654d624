package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.runtime.EvaluationSite;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Arithmetic as the interpreter does it: exactly, then fitted to the type of the result. */
final class ExactNumbers {
    private ExactNumbers() {}

    static @Nullable Object combine(
            Call call, Object[] values, BinaryOperator<BigDecimal> exact, DoubleBinaryOperator floating) {
        return call.type() instanceof FloatingType type
                ? floating(type, floating.applyAsDouble(number(values[0]), number(values[1])))
                : fit(call, values, exact.apply(decimal(values[0]), decimal(values[1])));
    }

    static @Nullable Object change(
            Call call, Object[] values, UnaryOperator<BigDecimal> exact, DoubleUnaryOperator floating) {
        return call.type() instanceof FloatingType type
                ? floating(type, floating.applyAsDouble(number(values[0])))
                : fit(call, values, exact.apply(decimal(values[0])));
    }

    static @Nullable Object divide(Call call, Object[] values) {
        if (isZero(values[1])) {
            return fail(call, values, EvaluationSite::divisionByZero);
        }
        return switch (call.type()) {
            case FloatingType type -> floating(type, number(values[0]) / number(values[1]));
            case DecimalType type ->
                fit(call, values, decimal(values[0]).divide(decimal(values[1]), type.scale(), RoundingMode.HALF_UP));
            default -> fit(call, values, decimal(values[0]).divideToIntegralValue(decimal(values[1])));
        };
    }

    static @Nullable Object remainder(Call call, Object[] values) {
        if (isZero(values[1])) {
            return fail(call, values, EvaluationSite::divisionByZero);
        }
        return combine(call, values, BigDecimal::remainder, (a, b) -> a % b);
    }

    /** The exact number as a value of the call's type: rounded HALF_UP to its scale, or what its mode makes of an overflow. */
    static @Nullable Object fit(Call call, Object[] values, BigDecimal exact) {
        if (call.type() instanceof IntegerType type) {
            BigInteger integer = exact.toBigIntegerExact();
            if (integer.equals(BigInteger.valueOf(wrap(type, integer)))) {
                return integer.longValue();
            }
            return call.mode() == EvalMode.LEGACY
                    ? (Object) wrap(type, integer)
                    : fail(call, values, EvaluationSite::overflow);
        }
        BigDecimal rounded = exact.setScale(DecimalRules.scale(call.type()), RoundingMode.HALF_UP);
        return rounded.precision() <= ((DecimalType) call.type()).precision()
                ? rounded
                : fail(call, values, EvaluationSite::overflow);
    }

    /** Raises or is NULL, as the mode says; for failures that have no value in LEGACY mode either. */
    static @Nullable Object fail(
            Call call, Object[] values, BiFunction<EvaluationSite, Object[], EvaluationException> failure) {
        if (call.mode() != EvalMode.ANSI) {
            return null;
        }
        EvaluationSite site = call.site();
        Object[] boxed = new Object[values.length];
        for (int index = 0; index < values.length; index++) {
            boxed[index] = site.value(index, values[index]);
        }
        throw failure.apply(site, boxed);
    }

    static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) value);
    }

    static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /** A floating number of the type's width. */
    static Object floating(DataType type, double value) {
        return type.equals(DataType.FLOAT32) ? (Object) (float) value : (Object) value;
    }

    /** The low bits of an integer, as many as the type has. */
    static long wrap(IntegerType type, BigInteger value) {
        int unused = 64 - type.bits();
        return value.longValue() << unused >> unused;
    }

    private static boolean isZero(Object value) {
        return value instanceof BigDecimal decimal ? decimal.signum() == 0 : number(value) == 0;
    }
}
