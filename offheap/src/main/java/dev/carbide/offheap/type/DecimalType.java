package dev.carbide.offheap.type;

/** An exact number of {@code precision} digits, {@code scale} of them behind the point: a long up to 18 digits, two longs up to 38. */
public record DecimalType(int precision, int scale) implements DataType {
    public static final int MAX_PRECISION = 38;
    /** The largest precision whose values always fit a long. */
    public static final int MAX_LONG_PRECISION = 18;

    public DecimalType {
        if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
            throw new IllegalArgumentException(
                    "DECIMAL needs 1 <= precision <= 38 and 0 <= scale <= precision, got DECIMAL(" + precision + ","
                            + scale + ")");
        }
    }

    public boolean isWide() {
        return precision > MAX_LONG_PRECISION;
    }

    @Override
    public PhysicalType physical() {
        return isWide() ? PhysicalType.INT128 : PhysicalType.INT64;
    }

    @Override
    public Bounds bounds() {
        if (isWide()) {
            return Bounds.UNBOUNDED;
        }
        long limit = 1;
        for (int digit = 0; digit < precision; digit++) {
            limit *= 10;
        }
        return Bounds.of(1 - limit, limit - 1);
    }

    @Override
    public String toString() {
        return "DECIMAL(" + precision + "," + scale + ")";
    }
}
