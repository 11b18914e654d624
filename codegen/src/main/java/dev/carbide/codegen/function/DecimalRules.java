package dev.carbide.codegen.function;

import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.IntegerType;
import java.math.BigInteger;

/**
 * The usual types of decimal results, as Spark's {@code DecimalPrecision} has them (precision loss allowed: where more
 * than 38 digits are needed the fraction gives way, down to six digits), and how large values of a type can be.
 */
public final class DecimalRules {
    private static final int LEAST_SCALE = 6;

    private DecimalRules() {}

    /** The decimal type that holds every value of an integer or decimal type. */
    public static DecimalType decimalOf(DataType type) {
        return switch (type) {
            case DecimalType decimal -> decimal;
            case IntegerType integer ->
                switch (integer.bits()) {
                    case 8 -> new DecimalType(3, 0);
                    case 16 -> new DecimalType(5, 0);
                    case 32 -> new DecimalType(10, 0);
                    default -> new DecimalType(20, 0);
                };
            default -> throw new IllegalArgumentException("No decimal type holds " + type);
        };
    }

    public static DecimalType sum(DecimalType left, DecimalType right) {
        int scale = Math.max(left.scale(), right.scale());
        return adjusted(Math.max(integerDigits(left), integerDigits(right)) + scale + 1, scale);
    }

    public static DecimalType product(DecimalType left, DecimalType right) {
        return adjusted(left.precision() + right.precision() + 1, left.scale() + right.scale());
    }

    public static DecimalType quotient(DecimalType left, DecimalType right) {
        int scale = Math.max(LEAST_SCALE, left.scale() + right.precision() + 1);
        return adjusted(integerDigits(left) + right.scale() + scale, scale);
    }

    public static DecimalType remainder(DecimalType left, DecimalType right) {
        int scale = Math.max(left.scale(), right.scale());
        return adjusted(Math.min(integerDigits(left), integerDigits(right)) + scale, scale);
    }

    /** A type that holds every value of both, as far as 38 digits allow. */
    public static DecimalType common(DecimalType left, DecimalType right) {
        int scale = Math.max(left.scale(), right.scale());
        int precision = Math.max(integerDigits(left), integerDigits(right)) + scale;
        return adjusted(precision, scale);
    }

    private static DecimalType adjusted(int precision, int scale) {
        if (precision <= DecimalType.MAX_PRECISION) {
            return new DecimalType(Math.max(precision, 1), scale);
        }
        int integerDigits = precision - scale;
        int least = Math.min(scale, LEAST_SCALE);
        int kept = Math.max(DecimalType.MAX_PRECISION - integerDigits, least);
        return new DecimalType(DecimalType.MAX_PRECISION, kept);
    }

    private static int integerDigits(DecimalType type) {
        return type.precision() - type.scale();
    }

    static int scale(DataType type) {
        return type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    /** The largest magnitude of the unscaled value. */
    static BigInteger largest(DataType type) {
        return type instanceof DecimalType decimal
                ? BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE)
                : BigInteger.ONE.shiftLeft(((IntegerType) type).bits() - 1);
    }

    static BigInteger powerOfTen(int digits) {
        return BigInteger.TEN.pow(digits);
    }
}
