package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;
import static dev.carbide.parquet.decode.PageBytes.LONG;

import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.parquet.file.Conversion;
import dev.carbide.parquet.file.MalformedDataException;
import dev.carbide.parquet.file.StoredForm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;

/** Turns stored values into values of the column, and rejects those that its type cannot hold. */
final class ValueConverter {
    private static final long MICROS_PER_MILLI = 1000;
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long NANOS_PER_DAY = MICROS_PER_DAY * NANOS_PER_MICRO;
    /** Of 1970-01-01. */
    private static final long EPOCH_JULIAN_DAY = 2_440_588;

    private final StoredForm form;
    private final ViewTarget views;
    /** 10 to the power of a wide decimal's precision. */
    private final long limitHigh;

    private final long limitLow;

    ValueConverter(StoredForm form, ViewTarget views) {
        this.form = form;
        this.views = views;
        int precision = form.type() instanceof DecimalType type ? type.precision() : 0;
        BigInteger limit = BigInteger.TEN.pow(precision);
        this.limitHigh = limit.shiftRight(64).longValue();
        this.limitLow = limit.longValue();
    }

    /** Converts {@code count} values from the start of {@code stored} to element {@code at} and up of {@code target}. */
    void convert(MemorySegment stored, int count, MemorySegment target, long at) {
        switch (form.conversion()) {
            case NONE, BYTES_TO_VIEW -> throw new IllegalStateException("Nothing to convert");
            case INT32_TO_INT8 -> toBytes(stored, count, target, at);
            case INT32_TO_INT16 -> toShorts(stored, count, target, at);
            case UINT16_TO_INT32 -> unsignedShorts(stored, count, target, at);
            case UINT32_TO_INT64 -> widen(stored, count, target, at, 0xFFFF_FFFFL);
            case INT32_TO_INT64 -> widen(stored, count, target, at, -1L);
            case UINT64_TO_INT128 -> widenLongs(stored, count, target, at, 0);
            case INT64_TO_INT128 -> widenLongs(stored, count, target, at, -1);
            case MILLIS_TO_MICROS -> millis(stored, count, target, at);
            case NANOS_TO_MICROS -> nanos(stored, count, target, at);
            case INT96_TO_MICROS -> int96(stored, count, target, at);
            case FLOAT16_TO_FLOAT32 -> halves(stored, count, target, at);
            case BYTES_TO_INT64, BYTES_TO_INT128 -> decimals(stored, count, target, at);
        }
    }

    private void toBytes(MemorySegment stored, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            int value = stored.get(INT, (long) index << 2);
            if (value != (byte) value) {
                throw notFitting(value);
            }
            target.set(ValueLayout.JAVA_BYTE, at + index, (byte) value);
        }
    }

    private void toShorts(MemorySegment stored, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            int value = stored.get(INT, (long) index << 2);
            if (value != (short) value) {
                throw notFitting(value);
            }
            target.set(ValueLayout.JAVA_SHORT_UNALIGNED, (at + index) << 1, (short) value);
        }
    }

    private void unsignedShorts(MemorySegment stored, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            int value = stored.get(INT, (long) index << 2);
            if (value >>> 16 != 0) {
                throw notFitting(value);
            }
            target.set(INT, (at + index) << 2, value);
        }
    }

    private static void widen(MemorySegment stored, int count, MemorySegment target, long at, long mask) {
        for (int index = 0; index < count; index++) {
            target.set(LONG, (at + index) << 3, stored.get(INT, (long) index << 2) & mask);
        }
    }

    private static void widenLongs(MemorySegment stored, int count, MemorySegment target, long at, long signMask) {
        for (int index = 0; index < count; index++) {
            long value = stored.get(LONG, (long) index << 3);
            target.set(LONG, (at + index) << 4, value);
            target.set(LONG, ((at + index) << 4) + 8, value >> 63 & signMask);
        }
    }

    private void millis(MemorySegment stored, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            long value = stored.get(LONG, (long) index << 3);
            if (Math.multiplyHigh(value, MICROS_PER_MILLI) != value * MICROS_PER_MILLI >> 63) {
                throw notFitting(value + " milliseconds");
            }
            target.set(LONG, (at + index) << 3, value * MICROS_PER_MILLI);
        }
    }

    private static void nanos(MemorySegment stored, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            long value = stored.get(LONG, (long) index << 3);
            target.set(LONG, (at + index) << 3, Math.floorDiv(value, NANOS_PER_MICRO));
        }
    }

    private void int96(MemorySegment stored, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            long nanos = stored.get(LONG, index * 12L);
            long day = stored.get(INT, index * 12L + 8) - EPOCH_JULIAN_DAY;
            // some writers let the nanoseconds run out of the day by a zone's offset; more than that is not a time
            boolean inDay = nanos > -NANOS_PER_DAY && nanos < 2 * NANOS_PER_DAY;
            if (!inDay || Math.abs(day) > Long.MAX_VALUE / MICROS_PER_DAY - 2) {
                throw notFitting("day " + day + " and " + nanos + " nanoseconds");
            }
            target.set(LONG, (at + index) << 3, day * MICROS_PER_DAY + Math.floorDiv(nanos, NANOS_PER_MICRO));
        }
    }

    private void halves(MemorySegment stored, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            // two bytes always lie inline, behind the length
            short bits = stored.get(ValueLayout.JAVA_SHORT_UNALIGNED, ((long) index << 4) + 4);
            target.set(ValueLayout.JAVA_FLOAT_UNALIGNED, (at + index) << 2, Float.float16ToFloat(bits));
        }
    }

    private void decimals(MemorySegment stored, int count, MemorySegment target, long at) {
        boolean wide = form.conversion() == Conversion.BYTES_TO_INT128;
        for (int index = 0; index < count; index++) {
            long view = (long) index << 4;
            int length = stored.get(INT, view);
            boolean inline = length <= Columns.INLINE_BYTES;
            MemorySegment bytes = inline ? stored : views.segment(stored.get(INT, view + 8));
            long from = inline ? view + 4 : stored.get(INT, view + 12);
            if (wide) {
                putInt128(bytes, from, length, target, (at + index) << 4);
            } else {
                target.set(LONG, (at + index) << 3, toLong(bytes, from, length));
            }
        }
    }

    private long toLong(MemorySegment bytes, long from, int length) {
        long sign = checkedSign(bytes, from, length, 8);
        long value = sign;
        for (int index = Math.max(0, length - 8); index < length; index++) {
            value = value << 8 | bytes.get(ValueLayout.JAVA_BYTE, from + index) & 0xFF;
        }
        if (value >> 63 != sign) {
            throw notFitting("of " + length + " bytes");
        }
        return value;
    }

    private void putInt128(MemorySegment bytes, long from, int length, MemorySegment target, long to) {
        long sign = checkedSign(bytes, from, length, 16);
        long low = sign;
        long high = sign;
        for (int index = Math.max(0, length - 16); index < length; index++) {
            high = high << 8 | low >>> 56;
            low = low << 8 | bytes.get(ValueLayout.JAVA_BYTE, from + index) & 0xFF;
        }
        if (high >> 63 != sign || !isBelowLimit(low, high) || !isAboveLimit(low, high)) {
            throw notFitting("of " + length + " bytes");
        }
        target.set(LONG, to, low);
        target.set(LONG, to + 8, high);
    }

    /** The sign, which all bytes but the last {@code kept} must repeat. */
    private static long checkedSign(MemorySegment bytes, long from, int length, int kept) {
        if (length == 0) {
            throw new MalformedDataException("a decimal has no bytes");
        }
        long sign = bytes.get(ValueLayout.JAVA_BYTE, from) >> 7;
        for (int index = 0; index < length - kept; index++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, from + index) != sign) {
                throw new MalformedDataException("a decimal needs more than " + kept + " bytes");
            }
        }
        return sign;
    }

    private boolean isBelowLimit(long low, long high) {
        return high < limitHigh || high == limitHigh && Long.compareUnsigned(low, limitLow) < 0;
    }

    /** Against the limit's negative. */
    private boolean isAboveLimit(long low, long high) {
        long negativeLow = -limitLow;
        long negativeHigh = ~limitHigh + (limitLow == 0 ? 1 : 0);
        return high > negativeHigh || high == negativeHigh && Long.compareUnsigned(low, negativeLow) > 0;
    }

    private MalformedDataException notFitting(Object value) {
        return new MalformedDataException("a value (" + value + ") does not fit type " + form.type());
    }
}
