package dev.carbide.parquet.write;

import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.StringType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the smallest and largest value of a page. A collector of one kind is made per column; the bounds of a chunk are
 * joined from those of its pages.
 */
abstract class StatisticsCollector {
    /** Longer bounds of text and bytes are shortened. */
    private static final int MAX_BOUND_BYTES = 64;

    /** Adds {@code values[0, count)}: integers, or the bits of floating-point numbers. */
    void addBits(long[] values, int count) {
        throw new UnsupportedOperationException();
    }

    /** Adds a value of bytes. */
    void addBytes(MemorySegment data, long from, int length) {
        throw new UnsupportedOperationException();
    }

    /** The statistics of what was added, {@code values} of them with {@code nulls} NULLs; forgets it. */
    abstract PageStatistics take(long nulls, long values);

    /** Whether bound {@code a} is smaller than bound {@code b}, both in PLAIN encoding. */
    abstract boolean isLess(byte[] a, byte[] b);

    PageStatistics join(PageStatistics left, PageStatistics right) {
        return new PageStatistics(
                left.min() == null || right.min() != null && isLess(right.min(), left.min()) ? right.min() : left.min(),
                left.max() == null || right.max() != null && isLess(left.max(), right.max()) ? right.max() : left.max(),
                left.nulls() + right.nulls(),
                left.values() + right.values(),
                left.exact() && right.exact(),
                left.usable() && right.usable());
    }

    static StatisticsCollector of(DataType type, int storedBytes) {
        return switch (type) {
            case FloatingType floating -> new Floats(floating.bits());
            case StringType _ -> new Bytes(true);
            case BinaryType _ -> new Bytes(false);
            case DecimalType decimal when decimal.isWide() -> new WideDecimals();
            default -> new Longs(storedBytes);
        };
    }

    /** Integers, stored in 1, 4 or 8 bytes. */
    private static final class Longs extends StatisticsCollector {
        private final int bytes;
        private long min = Long.MAX_VALUE;
        private long max = Long.MIN_VALUE;

        Longs(int bytes) {
            this.bytes = bytes;
        }

        @Override
        void addBits(long[] values, int count) {
            for (int index = 0; index < count; index++) {
                min = Math.min(min, values[index]);
                max = Math.max(max, values[index]);
            }
        }

        @Override
        PageStatistics take(long nulls, long values) {
            boolean any = min <= max;
            PageStatistics statistics = new PageStatistics(
                    any ? plain(min, bytes) : null, any ? plain(max, bytes) : null, nulls, values, true, true);
            min = Long.MAX_VALUE;
            max = Long.MIN_VALUE;
            return statistics;
        }

        @Override
        boolean isLess(byte[] a, byte[] b) {
            return number(a) < number(b);
        }

        private static long number(byte[] plain) {
            ByteBuffer buffer = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
            return switch (plain.length) {
                case 1 -> buffer.get();
                case 4 -> buffer.getInt();
                default -> buffer.getLong();
            };
        }
    }

    private static byte[] plain(long value, int bytes) {
        byte[] plain = new byte[bytes];
        for (int index = 0; index < bytes; index++) {
            plain[index] = (byte) (value >>> (8 * index));
        }
        return plain;
    }

    /** Floating-point numbers: NaN is left out, and a zero bound stands for both zeros, as the format asks. */
    private static final class Floats extends StatisticsCollector {
        private final int bits;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private boolean any;

        Floats(int bits) {
            this.bits = bits;
        }

        @Override
        void addBits(long[] values, int count) {
            for (int index = 0; index < count; index++) {
                double value =
                        bits == 32 ? Float.intBitsToFloat((int) values[index]) : Double.longBitsToDouble(values[index]);
                if (value <= min) {
                    min = value;
                }
                if (value >= max) {
                    max = value;
                }
                any |= !Double.isNaN(value);
            }
        }

        @Override
        PageStatistics take(long nulls, long values) {
            PageStatistics statistics = new PageStatistics(
                    any ? encode(min == 0 ? -0.0 : min) : null,
                    any ? encode(max == 0 ? 0.0 : max) : null,
                    nulls,
                    values,
                    true,
                    any || nulls == values);
            min = Double.POSITIVE_INFINITY;
            max = Double.NEGATIVE_INFINITY;
            any = false;
            return statistics;
        }

        private byte[] encode(double value) {
            return bits == 32
                    ? plain(Float.floatToRawIntBits((float) value), 4)
                    : plain(Double.doubleToRawLongBits(value), 8);
        }

        @Override
        boolean isLess(byte[] a, byte[] b) {
            return number(a) < number(b);
        }

        private static double number(byte[] plain) {
            ByteBuffer buffer = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
            return plain.length == 4 ? buffer.getFloat() : buffer.getDouble();
        }
    }

    /** Text and bytes, in unsigned order. */
    private static final class Bytes extends StatisticsCollector {
        private final boolean text;
        private byte @Nullable [] min;
        private byte @Nullable [] max;

        Bytes(boolean text) {
            this.text = text;
        }

        @Override
        void addBytes(MemorySegment data, long from, int length) {
            byte[] low = min;
            byte[] high = max;
            if (low == null || compare(data, from, length, low) < 0) {
                min = copy(data, from, length);
            }
            if (high == null || compare(data, from, length, high) > 0) {
                max = copy(data, from, length);
            }
        }

        private static int compare(MemorySegment data, long from, int length, byte[] bound) {
            int common = Math.min(length, bound.length);
            for (int index = 0; index < common; index++) {
                int order = Byte.compareUnsigned(
                        data.get(java.lang.foreign.ValueLayout.JAVA_BYTE, from + index), bound[index]);
                if (order != 0) {
                    return order;
                }
            }
            return length - bound.length;
        }

        private static byte[] copy(MemorySegment data, long from, int length) {
            byte[] copy = new byte[length];
            MemorySegment.copy(data, java.lang.foreign.ValueLayout.JAVA_BYTE, from, copy, 0, length);
            return copy;
        }

        @Override
        PageStatistics take(long nulls, long values) {
            byte[] low = min;
            byte[] high = max;
            byte[] shortLow = low == null ? null : BoundShortener.lower(low, MAX_BOUND_BYTES, text);
            byte[] shortHigh = high == null ? null : BoundShortener.upper(high, MAX_BOUND_BYTES, text);
            min = null;
            max = null;
            boolean usable = low == null || shortHigh != null;
            return new PageStatistics(
                    usable ? shortLow : null,
                    usable ? shortHigh : null,
                    nulls,
                    values,
                    Arrays.equals(low, shortLow) && Arrays.equals(high, shortHigh),
                    usable);
        }

        @Override
        boolean isLess(byte[] a, byte[] b) {
            return Arrays.compareUnsigned(a, b) < 0;
        }
    }

    /** Decimals of more than 18 digits, as big-endian bytes of one length, in signed order. */
    private static final class WideDecimals extends StatisticsCollector {
        private byte @Nullable [] min;
        private byte @Nullable [] max;

        @Override
        void addBytes(MemorySegment data, long from, int length) {
            byte[] value = Bytes.copy(data, from, length);
            if (min == null || isLess(value, min)) {
                min = value;
            }
            if (max == null || isLess(max, value)) {
                max = value;
            }
        }

        @Override
        PageStatistics take(long nulls, long values) {
            PageStatistics statistics = new PageStatistics(min, max, nulls, values, true, true);
            min = null;
            max = null;
            return statistics;
        }

        @Override
        boolean isLess(byte[] a, byte[] b) {
            return a[0] != b[0] ? a[0] < b[0] : Arrays.compareUnsigned(a, b) < 0;
        }
    }
}
