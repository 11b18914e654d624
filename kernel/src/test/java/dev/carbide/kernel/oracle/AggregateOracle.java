package dev.carbide.kernel.oracle;

import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.operators.plan.AggregateCall;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates one aggregate over the rows of one group. */
final class AggregateOracle {
    /** A sum whose parts can exceed 128 bits, so that it depends on the order of additions whether it fails. */
    static final class UncertainSum extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(127);

    private AggregateOracle() {}

    static @Nullable Object evaluate(AggregateCall call, List<List<@Nullable Object>> rows) {
        if (call.argument() == null) {
            return (long) rows.size();
        }
        List<Object> values = rows.stream()
                .map(row -> PlanInterpreter.value(call.argument(), row))
                .filter(Objects::nonNull)
                .toList();
        if (call.function() == AggregateCall.Function.COUNT) {
            return (long) values.size();
        }
        if (values.isEmpty()) {
            return null;
        }
        return switch (call.function()) {
            case MIN -> values.stream().min(BoxedOrder::compare).orElseThrow();
            case MAX -> values.stream().max(BoxedOrder::compare).orElseThrow();
            case SUM -> sum(call, values);
            default -> average(call, values);
        };
    }

    private static boolean isFloating(AggregateCall call) {
        return Objects.requireNonNull(call.argument()).type() instanceof FloatingType;
    }

    private static double floatingSum(List<Object> values) {
        return values.stream()
                .map(Number.class::cast)
                .mapToDouble(Number::doubleValue)
                .reduce(0, Double::sum);
    }

    private static BigDecimal exactSum(List<Object> values) {
        List<BigDecimal> numbers =
                values.stream().map(value -> new BigDecimal(value.toString())).toList();
        BigDecimal magnitude = numbers.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (magnitude.unscaledValue().compareTo(LIMIT) >= 0) {
            throw new UncertainSum();
        }
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Object sum(AggregateCall call, List<Object> values) {
        if (isFloating(call)) {
            return floatingSum(values);
        }
        BigDecimal sum = exactSum(values);
        if (call.type() instanceof IntegerType) {
            if (sum.toBigIntegerExact().bitLength() >= Long.SIZE) {
                throw new EvaluationException("sum " + sum);
            }
            return sum.longValueExact();
        }
        return checked(sum, call.type());
    }

    private static Object average(AggregateCall call, List<Object> values) {
        if (isFloating(call)) {
            return floatingSum(values) / values.size();
        }
        BigDecimal sum = exactSum(values);
        if (call.type() instanceof DecimalType decimal) {
            return checked(
                    sum.divide(BigDecimal.valueOf(values.size()), decimal.scale(), RoundingMode.HALF_UP), decimal);
        }
        return sum.toBigIntegerExact().doubleValue() / values.size();
    }

    private static BigDecimal checked(BigDecimal number, DataType type) {
        DecimalType decimal = (DecimalType) type;
        if (number.precision() > decimal.precision()) {
            throw new EvaluationException(number + " exceeds " + type);
        }
        return number.setScale(decimal.scale());
    }
}
