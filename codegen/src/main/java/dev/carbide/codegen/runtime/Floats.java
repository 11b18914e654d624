package dev.carbide.codegen.runtime;

/** Floating numbers in the order of SQL: NaN equals NaN and is the largest, -0.0 equals 0.0. */
public final class Floats {
    private Floats() {}

    public static boolean equal(double left, double right) {
        return left == right | (Double.isNaN(left) & Double.isNaN(right));
    }

    public static boolean less(double left, double right) {
        return left < right | (Double.isNaN(right) & !Double.isNaN(left));
    }
}
