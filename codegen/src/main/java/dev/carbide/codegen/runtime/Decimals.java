package dev.carbide.codegen.runtime;

import java.math.BigDecimal;

/** Decimals of up to 18 digits in one long, and their doubles. */
public final class Decimals {
    private static final long EXACT_DOUBLE = 1L << 53;
    private static final int EXACT_POWER = 22;
    private static final double[] DOUBLE_POWERS = new double[EXACT_POWER + 1];

    static {
        DOUBLE_POWERS[0] = 1;
        for (int digits = 1; digits <= EXACT_POWER; digits++) {
            DOUBLE_POWERS[digits] = DOUBLE_POWERS[digits - 1] * 10;
        }
    }

    private Decimals() {}

    /** The quotient of two unscaled values, rounded HALF_UP; the divisor is not zero. */
    public static long divide(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long rest = Math.abs(dividend % divisor);
        // rest < |divisor|, so the difference cannot overflow even for the largest divisor
        if (rest >= Math.abs(divisor) - rest) {
            return (dividend ^ divisor) < 0 ? quotient - 1 : quotient + 1;
        }
        return quotient;
    }

    /** The double nearest to an unscaled value with that scale. */
    public static double toDouble(long unscaled, int scale) {
        // Both operands are exact doubles, so that the division rounds once
        if (Math.abs(unscaled) < EXACT_DOUBLE && scale <= EXACT_POWER) {
            return unscaled / DOUBLE_POWERS[scale];
        }
        return BigDecimal.valueOf(unscaled, scale).doubleValue();
    }

    /** The double nearest to an unscaled value with that scale. */
    public static double toDouble(long low, long high, int scale) {
        return Int128.fitsLong(low, high)
                ? toDouble(low, scale)
                : new BigDecimal(Int128.toBigInteger(low, high), scale).doubleValue();
    }
}
