package dev.carbide.codegen.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads numbers and truth values out of text, for casts. One object per pipeline instance holds what was read last; every
 * method returns whether there is such a value.
 */
public final class TextParser extends TextCursor {
    private static final int MOST_EXPONENT_DIGITS = 4;

    private long low;
    private long high;
    private double floating;

    public long low() {
        return low;
    }

    public long high() {
        return high;
    }

    public double floating() {
        return floating;
    }

    public boolean truth() {
        return low != 0;
    }

    /** Digits with an optional sign; the value must lie within the bounds. */
    public boolean parseLong(long address, int length, long least, long most) {
        if (!load(address, length)) {
            return false;
        }
        boolean negative = sign();
        int first = at;
        long negated = 0;
        for (; at < end && isDigit(at); at++) {
            int digit = text[at] - '0';
            if (negated < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            negated = negated * 10 - digit;
        }
        if (at == first || at < end || !negative && negated == Long.MIN_VALUE) {
            return false;
        }
        low = negative ? negated : -negated;
        return low >= least && low <= most;
    }

    /** Digits, with an optional sign, point and exponent of up to four digits, rounded HALF_UP to the scale. */
    public boolean parseDecimal(long address, int length, int precision, int scale) {
        return load(address, length) && decimal(precision, scale);
    }

    /** The shortest decimal number that reads as this double, rounded HALF_UP to the scale. */
    public boolean fromDouble(double value, int precision, int scale) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return false;
        }
        byte[] digits = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, text, 0, digits.length);
        at = 0;
        end = digits.length;
        return decimal(precision, scale);
    }

    /** A number as {@link #parseDecimal} reads it, NaN, or Infinity or inf with an optional sign, in any case of letters. */
    public boolean parseDouble(long address, int length) {
        if (!load(address, length) || !isFloating()) {
            return false;
        }
        floating = Double.parseDouble(javaNumber());
        return true;
    }

    /** As {@link #parseDouble}, rounded to 32 bits at once. */
    public boolean parseFloat(long address, int length) {
        if (!load(address, length) || !isFloating()) {
            return false;
        }
        floating = Float.parseFloat(javaNumber());
        return true;
    }

    /** One of t, true, y, yes, 1, f, false, n, no and 0 in any case of letters. */
    public boolean parseBoolean(long address, int length) {
        if (!load(address, length)) {
            return false;
        }
        String word = word();
        boolean truth =
                word.equals("t") || word.equals("true") || word.equals("y") || word.equals("yes") || word.equals("1");
        low = truth ? 1 : 0;
        return truth
                || word.equals("f")
                || word.equals("false")
                || word.equals("n")
                || word.equals("no")
                || word.equals("0");
    }

    private boolean decimal(int precision, int scale) {
        int digitsEnd = scanNumber();
        if (digitsEnd < 0) {
            return false;
        }
        int exponent = exponent(digitsEnd);
        at = 0;
        boolean negative = sign();
        int pointAt = at;
        while (pointAt < digitsEnd && text[pointAt] != '.') {
            pointAt++;
        }
        // The weight of a digit is 10 to the power of its position; the last that counts has -scale.
        int position = pointAt - at - 1 + exponent;
        low = 0;
        high = 0;
        int digits = 0;
        for (; at < digitsEnd; at++) {
            if (text[at] == '.') {
                continue;
            }
            int digit = text[at] - '0';
            if (position < -scale) {
                return store(position == -scale - 1 && digit >= 5, negative, precision);
            }
            digits += digits > 0 || digit > 0 ? 1 : 0;
            if (digits > precision) {
                return false;
            }
            append(digit);
            position--;
        }
        for (; position >= -scale && (low | high) != 0; position--) {
            if (++digits > precision) {
                return false;
            }
            append(0);
        }
        return store(false, negative, precision);
    }

    private void append(int digit) {
        high = high * 10 + Math.unsignedMultiplyHigh(low, 10);
        low = low * 10 + digit;
        high += Long.compareUnsigned(low, digit) < 0 ? 1 : 0;
    }

    private boolean store(boolean roundUp, boolean negative, int precision) {
        if (roundUp) {
            low++;
            high += low == 0 ? 1 : 0;
        }
        if (negative) {
            high = Int128.negateHigh(low, high);
            low = -low;
        }
        return Int128.fitsDigits(low, high, precision);
    }

    /** The end of the digits of a number that fills the text, or -1. */
    private int scanNumber() {
        at = 0;
        sign();
        int digits = 0;
        int points = 0;
        for (; isDigit(at) || at < end && text[at] == '.' && points == 0; at++) {
            points += text[at] == '.' ? 1 : 0;
            digits += text[at] == '.' ? 0 : 1;
        }
        int digitsEnd = at;
        if (at < end && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            sign();
            int first = at;
            while (isDigit(at)) {
                at++;
            }
            if (at == first || at - first > MOST_EXPONENT_DIGITS) {
                return -1;
            }
        }
        return digits == 0 || at < end ? -1 : digitsEnd;
    }

    private int exponent(int digitsEnd) {
        if (digitsEnd == end) {
            return 0;
        }
        at = digitsEnd + 1;
        boolean negative = sign();
        int exponent = 0;
        for (; at < end; at++) {
            exponent = exponent * 10 + text[at] - '0';
        }
        return negative ? -exponent : exponent;
    }

    private String word() {
        return new String(text, at, end - at, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private boolean isFloating() {
        if (scanNumber() >= 0) {
            return true;
        }
        at = 0;
        if (word().equals("nan")) {
            return true;
        }
        sign();
        String word = word();
        return word.equals("inf") || word.equals("infinity");
    }

    /** The text as Java reads it. */
    private String javaNumber() {
        if (scanNumber() >= 0) {
            return new String(text, 0, end, StandardCharsets.ISO_8859_1);
        }
        at = 0;
        if (word().equals("nan")) {
            return "NaN";
        }
        return sign() ? "-Infinity" : "Infinity";
    }
}
