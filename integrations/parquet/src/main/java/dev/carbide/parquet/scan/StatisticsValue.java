package dev.carbide.parquet.scan;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.parquet.file.StoredForm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value of statistics or of a query's range in a form in which both compare as the column's type does. Values of one
 * column are all of one kind.
 */
sealed interface StatisticsValue {
    int compareTo(StatisticsValue other);

    /** Integers, decimals (unscaled), dates and timestamps (microseconds). */
    record Exact(BigInteger value) implements StatisticsValue {
        @Override
        public int compareTo(StatisticsValue other) {
            return value.compareTo(((Exact) other).value);
        }
    }

    /** Floating-point numbers, never NaN; -0.0 equals 0.0. */
    record Floating(double value) implements StatisticsValue {
        @Override
        public int compareTo(StatisticsValue other) {
            double that = ((Floating) other).value;
            return value < that ? -1 : value > that ? 1 : 0;
        }
    }

    /** Text and bytes. */
    record Bytes(byte[] value) implements StatisticsValue {
        @Override
        public int compareTo(StatisticsValue other) {
            return Arrays.compareUnsigned(value, ((Bytes) other).value);
        }
    }

    /** The value of a literal; null where it cannot be compared with statistics: NULL and NaN. */
    static @Nullable StatisticsValue of(Literal literal) {
        return switch (literal.value()) {
            case Boolean value -> new Exact(value ? BigInteger.ONE : BigInteger.ZERO);
            case Long value -> new Exact(BigInteger.valueOf(value));
            case Integer value -> new Exact(BigInteger.valueOf(value));
            case BigDecimal value -> new Exact(value.unscaledValue());
            case Float value -> floating(value);
            case Double value -> floating(value);
            case String value -> new Bytes(value.getBytes(StandardCharsets.UTF_8));
            case byte[] value -> new Bytes(value);
            case null, default -> null;
        };
    }

    /** The value of a statistic of a column stored like this; null if it has none that can be relied on. */
    static @Nullable StatisticsValue of(StoredForm form, byte[] plain) {
        MemorySegment bytes = MemorySegment.ofArray(plain);
        return switch (form.stored()) {
            case BOOLEAN -> plain.length == 1 ? new Exact(BigInteger.valueOf(plain[0] & 1)) : null;
            case INT32 -> plain.length == 4 ? ofInt(form, bytes.get(ValueLayout.JAVA_INT_UNALIGNED, 0)) : null;
            case INT64 -> plain.length == 8 ? ofLong(form, bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)) : null;
            case INT96 -> null;
            case FLOAT -> plain.length == 4 ? floating(bytes.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0)) : null;
            case DOUBLE -> plain.length == 8 ? floating(bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0)) : null;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ofBytes(form, plain, bytes);
        };
    }

    private static StatisticsValue ofInt(StoredForm form, int value) {
        return new Exact(BigInteger.valueOf(form.isUnsigned() ? value & 0xFFFF_FFFFL : value));
    }

    private static StatisticsValue ofLong(StoredForm form, long value) {
        BigInteger exact = BigInteger.valueOf(value);
        return new Exact(
                switch (form.conversion()) {
                    case UINT64_TO_INT128 -> value < 0 ? exact.add(BigInteger.ONE.shiftLeft(64)) : exact;
                    case MILLIS_TO_MICROS -> exact.multiply(BigInteger.valueOf(1000));
                    case NANOS_TO_MICROS -> BigInteger.valueOf(Math.floorDiv(value, 1000L));
                    default -> exact;
                });
    }

    private static @Nullable StatisticsValue ofBytes(StoredForm form, byte[] plain, MemorySegment bytes) {
        return switch (form.conversion()) {
            case BYTES_TO_INT64, BYTES_TO_INT128 -> plain.length > 0 ? new Exact(new BigInteger(plain)) : null;
            case FLOAT16_TO_FLOAT32 ->
                plain.length == 2
                        ? floating(Float.float16ToFloat(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0)))
                        : null;
            default -> new Bytes(plain);
        };
    }

    private static @Nullable StatisticsValue floating(double value) {
        return Double.isNaN(value) ? null : new Floating(value);
    }
}
