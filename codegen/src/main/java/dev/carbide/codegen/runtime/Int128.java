package dev.carbide.codegen.runtime;

import java.math.BigInteger;

/**
 * Signed 128-bit integers as two longs, low 64 bits first, and the tests that decimals of up to 38 digits need. Sums and
 * products wrap around; {@code high} methods are pure functions so that C2 shares what they have in common.
 */
public final class Int128 {
    private static final long[] POWERS = new long[19];
    private static final long[] WIDE_LOW = new long[39];
    private static final long[] WIDE_HIGH = new long[39];

    static {
        BigInteger power = BigInteger.ONE;
        for (int digits = 0; digits <= 38; digits++) {
            if (digits < POWERS.length) {
                POWERS[digits] = power.longValueExact();
            }
            WIDE_LOW[digits] = power.longValue();
            WIDE_HIGH[digits] = power.shiftRight(64).longValueExact();
            power = power.multiply(BigInteger.TEN);
        }
    }

    private Int128() {}

    /** 10 to the power of 0 to 18. */
    public static long powerOfTen(int digits) {
        return POWERS[digits];
    }

    static long powerOfTenLow(int digits) {
        return WIDE_LOW[digits];
    }

    static long powerOfTenHigh(int digits) {
        return WIDE_HIGH[digits];
    }

    /** The high half of a sum; its low half is {@code low + otherLow}. */
    public static long addHigh(long low, long high, long otherLow, long otherHigh) {
        long sum = low + otherLow;
        return high + otherHigh + (((low & otherLow) | ((low | otherLow) & ~sum)) >>> 63);
    }

    /** The high half of a difference; its low half is {@code low - otherLow}. */
    public static long subtractHigh(long low, long high, long otherLow, long otherHigh) {
        long difference = low - otherLow;
        return high - otherHigh - (((~low & otherLow) | ((~low | otherLow) & difference)) >>> 63);
    }

    /** The high half of {@code -value}; its low half is {@code -low}. */
    public static long negateHigh(long low, long high) {
        return ~high + (low == 0 ? 1 : 0);
    }

    /** Whether a sum of two values left the 128 bits, by the high halves of the operands and of the sum. */
    public static boolean addOverflows(long high, long otherHigh, long sumHigh) {
        return ((high ^ sumHigh) & (otherHigh ^ sumHigh)) < 0;
    }

    /** The high half of the wrapped product; its low half is {@code low * otherLow}. */
    public static long multiplyHigh(long low, long high, long otherLow, long otherHigh) {
        return Math.unsignedMultiplyHigh(low, otherLow) + low * otherHigh + high * otherLow;
    }

    public static boolean equal(long low, long high, long otherLow, long otherHigh) {
        return ((low ^ otherLow) | (high ^ otherHigh)) == 0;
    }

    public static boolean less(long low, long high, long otherLow, long otherHigh) {
        return high < otherHigh || high == otherHigh && Long.compareUnsigned(low, otherLow) < 0;
    }

    public static boolean lessOrEqual(long low, long high, long otherLow, long otherHigh) {
        return !less(otherLow, otherHigh, low, high);
    }

    public static int compare(long low, long high, long otherLow, long otherHigh) {
        return high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
    }

    /** Whether the value is a long. */
    public static boolean fitsLong(long low, long high) {
        return low >> 63 == high;
    }

    /** Whether the value has at most this many decimal digits (1 to 38). */
    public static boolean fitsDigits(long low, long high, int digits) {
        long limitLow = WIDE_LOW[digits];
        long limitHigh = WIDE_HIGH[digits];
        return less(low, high, limitLow, limitHigh) && less(-limitLow, negateHigh(limitLow, limitHigh), low, high);
    }

    /** The nearest double. */
    public static double toDouble(long low, long high) {
        if (fitsLong(low, high)) {
            return low;
        }
        return toBigInteger(low, high).doubleValue();
    }

    public static BigInteger toBigInteger(long low, long high) {
        return BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low));
    }

    static BigInteger unsigned(long value) {
        BigInteger signed = BigInteger.valueOf(value);
        return value >= 0 ? signed : signed.add(BigInteger.ONE.shiftLeft(64));
    }
}
