package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Converts literals between types where no digit is lost, and sees them as the longs that statistics speak of. */
final class Constants {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private Constants() {}

    /** The same value in another type, or null where there is none or it is not the same. */
    static @Nullable Literal exactly(Literal literal, DataType type) {
        Object value = literal.value();
        if (value == null || literal.type().equals(type)) {
            return new Literal(type, value);
        }
        return switch (type) {
            case IntegerType integer -> {
                BigDecimal exact = exact(value);
                yield exact != null && fits(exact, integer) ? new Literal(type, exact.longValueExact()) : null;
            }
            case DecimalType decimal -> {
                BigDecimal exact = exact(value);
                yield exact == null ? null : decimal(exact, decimal);
            }
            case TimestampType ignored
            when literal.type() instanceof DateType ->
                new Literal(type, Math.multiplyExact((long) (Integer) value, MICROS_PER_DAY));
            default -> null;
        };
    }

    private static @Nullable BigDecimal exact(Object value) {
        return switch (value) {
            case Long integer -> BigDecimal.valueOf(integer);
            case BigDecimal decimal -> decimal;
            default -> null;
        };
    }

    private static boolean fits(BigDecimal value, IntegerType type) {
        return value.stripTrailingZeros().scale() <= 0
                && value.compareTo(BigDecimal.valueOf(type.minValue())) >= 0
                && value.compareTo(BigDecimal.valueOf(type.maxValue())) <= 0;
    }

    private static @Nullable Literal decimal(BigDecimal value, DecimalType type) {
        if (value.stripTrailingZeros().scale() > type.scale()) {
            return null;
        }
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
        return scaled.precision() > type.precision() ? null : new Literal(type, scaled);
    }

    /**
     * A constant on the scale of a column's bounds, for estimates: a decimal's unscaled value, a date's days. NaN where
     * the type has no such form.
     */
    static double position(Literal literal, DataType column) {
        return switch (literal.value()) {
            case Long integer ->
                column instanceof DecimalType decimal ? integer * Math.pow(10, decimal.scale()) : integer.doubleValue();
            case Integer days -> column instanceof TimestampType ? (double) days * MICROS_PER_DAY : days.doubleValue();
            case BigDecimal decimal ->
                column instanceof DecimalType scaled
                        ? decimal.scaleByPowerOfTen(scaled.scale()).doubleValue()
                        : decimal.doubleValue();
            case Double real -> real;
            case Float real -> real;
            case null, default -> Double.NaN;
        };
    }
}
