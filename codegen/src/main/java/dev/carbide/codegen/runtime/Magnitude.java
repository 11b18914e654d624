package dev.carbide.codegen.runtime;

import java.util.Arrays;

/**
 * An unsigned integer of up to 512 bits that is changed in place: 32-bit words, least significant first. Enough for any
 * intermediate of decimals with 38 digits and scales up to 38. Division is Knuth's algorithm D (The Art of Computer
 * Programming, volume 2, 4.3.1).
 */
final class Magnitude {
    private static final int WORDS = 17;
    private static final long MASK = 0xFFFF_FFFFL;
    private static final int DIGITS_PER_STEP = 9;

    final int[] words = new int[WORDS];
    int length;

    /** The absolute value of a signed 128-bit integer. */
    void set(long low, long high) {
        boolean negative = high < 0;
        long highPart = negative ? Int128.negateHigh(low, high) : high;
        long lowPart = negative ? -low : low;
        clear();
        words[0] = (int) lowPart;
        words[1] = (int) (lowPart >>> 32);
        words[2] = (int) highPart;
        words[3] = (int) (highPart >>> 32);
        length = 4;
        trim();
    }

    void clear() {
        Arrays.fill(words, 0);
        length = 0;
    }

    boolean isZero() {
        return length == 0;
    }

    /** The low 128 bits hold everything and the sign bit is free. */
    boolean fitsInt128() {
        return length < 4 || length == 4 && words[3] >= 0;
    }

    long low() {
        return words[0] & MASK | (long) words[1] << 32;
    }

    long high() {
        return words[2] & MASK | (long) words[3] << 32;
    }

    void multiplyByPowerOfTen(int digits) {
        int left = digits;
        while (left > 0) {
            int step = Math.min(left, DIGITS_PER_STEP);
            multiply((int) Int128.powerOfTen(step));
            left -= step;
        }
    }

    private void multiply(int factor) {
        long carry = 0;
        for (int index = 0; index < length; index++) {
            carry += (words[index] & MASK) * (factor & MASK);
            words[index] = (int) carry;
            carry >>>= 32;
        }
        if (carry != 0) {
            words[length++] = (int) carry;
        }
    }

    /** Divides by ten and returns the remainder. */
    int removeDigit() {
        long rest = 0;
        for (int index = length - 1; index >= 0; index--) {
            long head = rest << 32 | words[index] & MASK;
            words[index] = (int) (head / 10);
            rest = head % 10;
        }
        trim();
        return (int) rest;
    }

    /** This becomes the product of two others. */
    void setProduct(Magnitude left, Magnitude right) {
        clear();
        for (int i = 0; i < left.length; i++) {
            long carry = 0;
            long factor = left.words[i] & MASK;
            for (int j = 0; j < right.length; j++) {
                carry += factor * (right.words[j] & MASK) + (words[i + j] & MASK);
                words[i + j] = (int) carry;
                carry >>>= 32;
            }
            words[i + right.length] = (int) carry;
        }
        length = left.length + right.length;
        trim();
    }

    void add(Magnitude other) {
        long carry = 0;
        int most = Math.max(length, other.length);
        for (int index = 0; index < most; index++) {
            carry += (words[index] & MASK) + (other.words[index] & MASK);
            words[index] = (int) carry;
            carry >>>= 32;
        }
        length = most;
        if (carry != 0) {
            words[length++] = (int) carry;
        }
    }

    /** Takes away {@code other}, which must not be larger. */
    void subtract(Magnitude other) {
        long borrow = 0;
        for (int index = 0; index < length; index++) {
            borrow += (words[index] & MASK) - (other.words[index] & MASK);
            words[index] = (int) borrow;
            borrow >>= 32;
        }
        trim();
    }

    int compareTo(Magnitude other) {
        if (length != other.length) {
            return Integer.compare(length, other.length);
        }
        for (int index = length - 1; index >= 0; index--) {
            if (words[index] != other.words[index]) {
                return Integer.compareUnsigned(words[index], other.words[index]);
            }
        }
        return 0;
    }

    /**
     * Divides this by a divisor other than zero: this becomes the remainder.
     *
     * @param quotient receives the quotient
     * @param scaled work space
     */
    void divide(Magnitude divisor, Magnitude quotient, Magnitude scaled) {
        quotient.clear();
        if (compareTo(divisor) < 0) {
            return;
        }
        if (divisor.length == 1) {
            divideByWord(divisor.words[0], quotient);
            return;
        }
        int shift = Integer.numberOfLeadingZeros(divisor.words[divisor.length - 1]);
        scaled.copyShifted(divisor, shift);
        shiftLeft(shift);
        int dividendLength = length;
        for (int position = dividendLength - divisor.length; position >= 0; position--) {
            quotient.words[position] = (int) quotientWord(scaled, position);
        }
        quotient.length = dividendLength - divisor.length + 1;
        quotient.trim();
        trim();
        shiftRight(shift);
    }

    private long quotientWord(Magnitude divisor, int position) {
        int count = divisor.length;
        long top = divisor.words[count - 1] & MASK;
        long next = divisor.words[count - 2] & MASK;
        long head = (words[position + count] & MASK) << 32 | words[position + count - 1] & MASK;
        long guess = Long.divideUnsigned(head, top);
        long rest = Long.remainderUnsigned(head, top);
        while (guess > MASK
                || Long.compareUnsigned(guess * next, rest << 32 | words[position + count - 2] & MASK) > 0) {
            guess--;
            rest += top;
            if (rest > MASK) {
                break;
            }
        }
        if (subtractMultiple(divisor, guess, position) < 0) {
            guess--;
            addBack(divisor, position);
        }
        return guess;
    }

    private long subtractMultiple(Magnitude divisor, long factor, int position) {
        long borrow = 0;
        long carry = 0;
        for (int index = 0; index < divisor.length; index++) {
            carry += factor * (divisor.words[index] & MASK);
            borrow += (words[position + index] & MASK) - (carry & MASK);
            words[position + index] = (int) borrow;
            borrow >>= 32;
            carry >>>= 32;
        }
        borrow += (words[position + divisor.length] & MASK) - carry;
        words[position + divisor.length] = (int) borrow;
        return borrow >> 32;
    }

    private void addBack(Magnitude divisor, int position) {
        long carry = 0;
        for (int index = 0; index < divisor.length; index++) {
            carry += (words[position + index] & MASK) + (divisor.words[index] & MASK);
            words[position + index] = (int) carry;
            carry >>>= 32;
        }
        words[position + divisor.length] += (int) carry;
    }

    private void divideByWord(int divisor, Magnitude quotient) {
        long rest = 0;
        for (int index = length - 1; index >= 0; index--) {
            long head = rest << 32 | words[index] & MASK;
            quotient.words[index] = (int) Long.divideUnsigned(head, divisor & MASK);
            rest = Long.remainderUnsigned(head, divisor & MASK);
        }
        quotient.length = length;
        quotient.trim();
        clear();
        words[0] = (int) rest;
        length = 1;
        trim();
    }

    private void copyShifted(Magnitude source, int shift) {
        System.arraycopy(source.words, 0, words, 0, WORDS);
        length = source.length;
        shiftLeft(shift);
        trim();
    }

    private void shiftLeft(int shift) {
        if (shift == 0) {
            return;
        }
        for (int index = Math.min(length, WORDS - 1); index > 0; index--) {
            words[index] = words[index] << shift | words[index - 1] >>> (32 - shift);
        }
        words[0] <<= shift;
    }

    private void shiftRight(int shift) {
        if (shift == 0) {
            return;
        }
        for (int index = 0; index < length - 1; index++) {
            words[index] = words[index] >>> shift | words[index + 1] << (32 - shift);
        }
        if (length > 0) {
            words[length - 1] >>>= shift;
        }
        trim();
    }

    private void trim() {
        while (length > 0 && words[length - 1] == 0) {
            length--;
        }
    }
}
