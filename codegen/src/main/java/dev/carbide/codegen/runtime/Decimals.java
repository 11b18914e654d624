package dev.carbide.codegen.runtime;

/** Decimals of up to 18 digits in one long. */
public final class Decimals {
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
}
