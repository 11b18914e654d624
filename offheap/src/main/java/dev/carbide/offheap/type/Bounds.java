package dev.carbide.offheap.type;

/**
 * An inclusive interval that holds every value of a column or expression, as the long that represents it (a decimal's
 * unscaled value, a date's days). The arithmetic is conservative: a result that does not fit a long is
 * {@link #UNBOUNDED}. Bounds prove, never guess: who attaches them to data has checked the data.
 */
public final class Bounds {
    /** Nothing is known, or the values do not fit a long. */
    public static final Bounds UNBOUNDED = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE, false);

    private final long min;
    private final long max;
    private final boolean fitsLong;

    private Bounds(long min, long max, boolean fitsLong) {
        this.min = min;
        this.max = max;
        this.fitsLong = fitsLong;
    }

    public static Bounds of(long min, long max) {
        if (min > max) {
            throw new IllegalArgumentException("Bounds need min <= max, got " + min + " and " + max);
        }
        return new Bounds(min, max, true);
    }

    public static Bounds ofValue(long value) {
        return new Bounds(value, value, true);
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    /** Whether every value is proved to fit a long. */
    public boolean fitsLong() {
        return fitsLong;
    }

    /** The largest magnitude; {@link Long#MAX_VALUE} when unbounded or when it does not fit. */
    public long magnitude() {
        if (!fitsLong || min == Long.MIN_VALUE) {
            return Long.MAX_VALUE;
        }
        return Math.max(Math.abs(min), Math.abs(max));
    }

    public Bounds plus(Bounds other) {
        if (!fitsLong || !other.fitsLong) {
            return UNBOUNDED;
        }
        long low = min + other.min;
        long high = max + other.max;
        boolean overflow = ((min ^ low) & (other.min ^ low)) < 0 || ((max ^ high) & (other.max ^ high)) < 0;
        return overflow ? UNBOUNDED : new Bounds(low, high, true);
    }

    public Bounds negate() {
        return !fitsLong || min == Long.MIN_VALUE ? UNBOUNDED : new Bounds(-max, -min, true);
    }

    public Bounds minus(Bounds other) {
        if (!fitsLong || !other.fitsLong) {
            return UNBOUNDED;
        }
        long low = min - other.max;
        long high = max - other.min;
        boolean overflow = ((min ^ other.max) & (min ^ low)) < 0 || ((max ^ other.min) & (max ^ high)) < 0;
        return overflow ? UNBOUNDED : new Bounds(low, high, true);
    }

    public Bounds times(Bounds other) {
        if (!fitsLong || !other.fitsLong) {
            return UNBOUNDED;
        }
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int corner = 0; corner < 4; corner++) {
            long left = (corner & 1) == 0 ? min : max;
            long right = (corner & 2) == 0 ? other.min : other.max;
            long product = left * right;
            if (Math.multiplyHigh(left, right) != product >> 63) {
                return UNBOUNDED;
            }
            low = Math.min(low, product);
            high = Math.max(high, product);
        }
        return new Bounds(low, high, true);
    }

    public Bounds times(long factor) {
        return times(ofValue(factor));
    }

    /** The smallest bounds that hold both. */
    public Bounds union(Bounds other) {
        return fitsLong && other.fitsLong
                ? new Bounds(Math.min(min, other.min), Math.max(max, other.max), true)
                : UNBOUNDED;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bounds that && min == that.min && max == that.max && fitsLong == that.fitsLong;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(min * 31 + max);
    }

    @Override
    public String toString() {
        return fitsLong ? "[" + min + ", " + max + "]" : "[unbounded]";
    }
}
