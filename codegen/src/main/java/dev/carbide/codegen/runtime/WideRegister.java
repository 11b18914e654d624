package dev.carbide.codegen.runtime;

/**
 * Where decimal arithmetic that needs more than 128 bits on the way leaves its result: one object per pipeline instance,
 * so that nothing is allocated per row. Operands and results are unscaled values as two longs; every operation rounds
 * HALF_UP and returns whether the result has at most the digits wanted, else the result is unspecified. Used by one
 * thread at a time.
 */
public final class WideRegister {
    private final Magnitude left = new Magnitude();
    private final Magnitude right = new Magnitude();
    private final Magnitude result = new Magnitude();
    private final Magnitude product = new Magnitude();
    private final Magnitude work = new Magnitude();
    private long low;
    private long high;

    /** The low 64 bits of the last result. */
    public long low() {
        return low;
    }

    /** The high 64 bits of the last result. */
    public long high() {
        return high;
    }

    /** (a * 10^aDigits + b * 10^bDigits) / 10^drop. */
    public boolean add(
            long aLow, long aHigh, int aDigits, long bLow, long bHigh, int bDigits, int drop, int precision) {
        left.set(aLow, aHigh);
        left.multiplyByPowerOfTen(aDigits);
        right.set(bLow, bHigh);
        right.multiplyByPowerOfTen(bDigits);
        boolean negative = aHigh < 0;
        if (negative == bHigh < 0) {
            left.add(right);
        } else if (left.compareTo(right) >= 0) {
            left.subtract(right);
        } else {
            right.subtract(left);
            return finish(right, left, !negative, drop, precision);
        }
        return finish(left, right, negative, drop, precision);
    }

    /** (a * 10^aDigits - b * 10^bDigits) / 10^drop. */
    public boolean subtract(
            long aLow, long aHigh, int aDigits, long bLow, long bHigh, int bDigits, int drop, int precision) {
        return add(aLow, aHigh, aDigits, -bLow, Int128.negateHigh(bLow, bHigh), bDigits, drop, precision);
    }

    /** a * b / 10^drop; a negative {@code drop} multiplies. */
    public boolean multiply(long aLow, long aHigh, long bLow, long bHigh, int drop, int precision) {
        if (drop == 0 && signBits(aLow, aHigh) + signBits(bLow, bHigh) > 128) {
            low = aLow * bLow;
            high = Int128.multiplyHigh(aLow, aHigh, bLow, bHigh);
            return Int128.fitsDigits(low, high, precision);
        }
        left.set(aLow, aHigh);
        right.set(bLow, bHigh);
        product.setProduct(left, right);
        return finish(product, left, aHigh < 0 ^ bHigh < 0, drop, precision);
    }

    /** a * 10^digits / b for b other than zero; a negative {@code digits} divides. */
    public boolean divide(long aLow, long aHigh, long bLow, long bHigh, int digits, int precision) {
        left.set(aLow, aHigh);
        right.set(bLow, bHigh);
        if (right.isZero()) {
            return store(right, false, precision);
        }
        left.multiplyByPowerOfTen(Math.max(digits, 0));
        right.multiplyByPowerOfTen(Math.max(-digits, 0));
        divideHalfUp(left, right);
        return store(result, aHigh < 0 ^ bHigh < 0, precision);
    }

    /** The remainder of a * 10^aDigits by b * 10^bDigits, b other than zero, with the sign of a, / 10^drop. */
    public boolean remainder(
            long aLow, long aHigh, int aDigits, long bLow, long bHigh, int bDigits, int drop, int precision) {
        left.set(aLow, aHigh);
        left.multiplyByPowerOfTen(aDigits);
        right.set(bLow, bHigh);
        right.multiplyByPowerOfTen(bDigits);
        if (right.isZero()) {
            return store(right, false, precision);
        }
        left.divide(right, result, work);
        return finish(left, right, aHigh < 0, drop, precision);
    }

    /** a / 10^drop; a negative {@code drop} multiplies. */
    public boolean rescale(long aLow, long aHigh, int drop, int precision) {
        left.set(aLow, aHigh);
        return finish(left, right, aHigh < 0, drop, precision);
    }

    /** a / 10^drop with the fraction cut off. */
    public void truncate(long aLow, long aHigh, int drop) {
        left.set(aLow, aHigh);
        right.set(1, 0);
        right.multiplyByPowerOfTen(drop);
        left.divide(right, result, work);
        store(result, aHigh < 0, 1);
    }

    /** The largest integer that is at most a / 10^drop. */
    public boolean floor(long aLow, long aHigh, int drop, int precision) {
        return toInteger(aLow, aHigh, drop, precision, aHigh < 0);
    }

    /** The least integer that is at least a / 10^drop. */
    public boolean ceiling(long aLow, long aHigh, int drop, int precision) {
        return toInteger(aLow, aHigh, drop, precision, aHigh >= 0);
    }

    private boolean toInteger(long aLow, long aHigh, int drop, int precision, boolean awayFromZero) {
        left.set(aLow, aHigh);
        right.set(1, 0);
        right.multiplyByPowerOfTen(drop);
        left.divide(right, result, work);
        if (awayFromZero && !left.isZero()) {
            work.set(1, 0);
            result.add(work);
        }
        return store(result, aHigh < 0, precision);
    }

    /** The order of a * 10^aDigits and b * 10^bDigits: negative, zero or positive. */
    public int compare(long aLow, long aHigh, int aDigits, long bLow, long bHigh, int bDigits) {
        boolean negative = aHigh < 0;
        if (negative != bHigh < 0) {
            return negative ? -1 : 1;
        }
        left.set(aLow, aHigh);
        left.multiplyByPowerOfTen(aDigits);
        right.set(bLow, bHigh);
        right.multiplyByPowerOfTen(bDigits);
        return negative ? right.compareTo(left) : left.compareTo(right);
    }

    /** The number of leading bits that only repeat the sign, with the sign itself. */
    private static int signBits(long low, long high) {
        long highBits = high ^ high >> 63;
        return highBits != 0
                ? Long.numberOfLeadingZeros(highBits)
                : Long.SIZE + Long.numberOfLeadingZeros(low ^ high >> 63);
    }

    private boolean finish(Magnitude value, Magnitude free, boolean negative, int drop, int precision) {
        if (drop <= 0) {
            value.multiplyByPowerOfTen(-drop);
            return store(value, negative, precision);
        }
        free.set(1, 0);
        free.multiplyByPowerOfTen(drop);
        divideHalfUp(value, free);
        return store(result, negative, precision);
    }

    private void divideHalfUp(Magnitude dividend, Magnitude divisor) {
        dividend.divide(divisor, result, work);
        dividend.add(dividend);
        if (dividend.compareTo(divisor) >= 0) {
            work.set(1, 0);
            result.add(work);
        }
    }

    private boolean store(Magnitude value, boolean negative, int precision) {
        boolean fits = value.fitsInt128();
        long magnitudeLow = value.low();
        long magnitudeHigh = value.high();
        low = negative ? -magnitudeLow : magnitudeLow;
        high = negative ? Int128.negateHigh(magnitudeLow, magnitudeHigh) : magnitudeHigh;
        return fits && Int128.fitsDigits(low, high, precision);
    }
}
