package dev.carbide.codegen.runtime;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Floating numbers in the order of SQL: NaN equals NaN and is the largest, -0.0 equals 0.0. */
public final class Floats {
    /** From here on every double is an integer. */
    private static final double INTEGRAL = 1L << 52;

    private Floats() {}

    public static boolean equal(double left, double right) {
        return left == right | (Double.isNaN(left) & Double.isNaN(right));
    }

    public static boolean less(double left, double right) {
        return left < right | (Double.isNaN(right) & !Double.isNaN(left));
    }

    /** Rounds the shortest decimal number that reads as this double HALF_UP to so many digits behind the point. */
    public static double round(double value, int digits) {
        double magnitude = Math.abs(value);
        if (digits == 0 && magnitude < INTEGRAL) {
            double whole = Math.floor(magnitude);
            double rounded = magnitude - whole >= 0.5 ? whole + 1 : whole;
            return (value < 0 ? -rounded : rounded) + 0.0;
        }
        return Double.isNaN(value) || Double.isInfinite(value)
                ? value
                : new BigDecimal(Double.toString(value))
                        .setScale(digits, RoundingMode.HALF_UP)
                        .doubleValue();
    }

    /** As {@link #round(double, int)}, for the shortest decimal number that reads as this float. */
    public static float round(float value, int digits) {
        return Float.isNaN(value) || Float.isInfinite(value)
                ? value
                : new BigDecimal(Float.toString(value))
                        .setScale(digits, RoundingMode.HALF_UP)
                        .floatValue();
    }
}
