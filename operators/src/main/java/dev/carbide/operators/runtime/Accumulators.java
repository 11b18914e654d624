package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.raw.RawMemory;

/**
 * The running values of aggregates at absolute addresses. Sums of integers and decimals are 128 bits wide: low 64 bits,
 * then high; adding a long touches the high half only when the low half wraps.
 */
public final class Accumulators {
    private Accumulators() {}

    /** Adds 1 to the int64 at {@code address}. */
    public static void count(long address) {
        RawMemory.putLong(address, RawMemory.getLong(address) + 1);
    }

    public static void addCount(long address, long count) {
        RawMemory.putLong(address, RawMemory.getLong(address) + count);
    }

    /** Adds a long to the int128 at {@code address}; cannot overflow within 2^63 additions. */
    public static void add(long address, long value) {
        long low = RawMemory.getLong(address);
        long sum = low + value;
        RawMemory.putLong(address, sum);
        // the sign extension of value, and the carry of unsigned addition
        long high = (value >> 63) + (((low & value) | ((low | value) & ~sum)) >>> 63);
        if (high != 0) {
            RawMemory.putLong(address + 8, RawMemory.getLong(address + 8) + high);
        }
    }

    /**
     * Adds what a loop has summed up in two parts: {@code low} of the values' low 32 bits, {@code high} of the rest, so that
     * neither can overflow within a batch.
     */
    public static void addHalves(long address, long low, long high) {
        long shifted = high << 32;
        long sum = shifted + low;
        long carry = Long.compareUnsigned(sum, shifted) < 0 ? 1 : 0;
        addWide(address, sum, (high >> 32) + carry);
    }

    /** Adds a 128-bit value. */
    public static void addWide(long address, long low, long high) {
        long oldLow = RawMemory.getLong(address);
        long oldHigh = RawMemory.getLong(address + 8);
        long sumLow = oldLow + low;
        long carry = ((oldLow & low) | ((oldLow | low) & ~sumLow)) >>> 63;
        long sumHigh = oldHigh + high + carry;
        if (((oldHigh ^ sumHigh) & (high ^ sumHigh)) < 0) {
            throw new EvaluationException("A sum exceeds the 38 digits of the widest DECIMAL");
        }
        RawMemory.putLong(address, sumLow);
        RawMemory.putLong(address + 8, sumHigh);
    }

    public static void addDouble(long address, double value) {
        RawMemory.putDouble(address, RawMemory.getDouble(address) + value);
    }

    public static void minLong(long address, long value) {
        if (value < RawMemory.getLong(address)) {
            RawMemory.putLong(address, value);
        }
    }

    public static void maxLong(long address, long value) {
        if (value > RawMemory.getLong(address)) {
            RawMemory.putLong(address, value);
        }
    }

    public static void minWide(long address, long low, long high) {
        if (isLess(low, high, RawMemory.getLong(address), RawMemory.getLong(address + 8))) {
            putWide(address, low, high);
        }
    }

    public static void maxWide(long address, long low, long high) {
        if (isLess(RawMemory.getLong(address), RawMemory.getLong(address + 8), low, high)) {
            putWide(address, low, high);
        }
    }

    private static boolean isLess(long low, long high, long otherLow, long otherHigh) {
        return high < otherHigh || high == otherHigh && Long.compareUnsigned(low, otherLow) < 0;
    }

    public static void putWide(long address, long low, long high) {
        RawMemory.putLong(address, low);
        RawMemory.putLong(address + 8, high);
    }

    /** NaN is above every number. */
    public static void minDouble(long address, double value) {
        if (Double.compare(value, RawMemory.getDouble(address)) < 0) {
            RawMemory.putDouble(address, value);
        }
    }

    /** NaN is above every number. */
    public static void maxDouble(long address, double value) {
        if (Double.compare(value, RawMemory.getDouble(address)) > 0) {
            RawMemory.putDouble(address, value);
        }
    }
}
