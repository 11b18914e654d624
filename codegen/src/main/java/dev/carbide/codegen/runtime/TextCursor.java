package dev.carbide.codegen.runtime;

import dev.carbide.offheap.raw.RawMemory;

/** Text that is being read as a value, and how far it has been. Blanks and control characters around it do not count. */
abstract sealed class TextCursor permits TextParser, MomentParser {
    /** The longest text, in bytes, that can be a number, moment or truth value. */
    public static final int MOST_BYTES = 1024;

    final byte[] text = new byte[MOST_BYTES];
    int at;
    int end;

    /** Whether there is text that is not too long. */
    final boolean load(long address, int length) {
        long from = address;
        int rest = length;
        while (rest > 0 && isBlank(RawMemory.getByte(from))) {
            from++;
            rest--;
        }
        while (rest > 0 && isBlank(RawMemory.getByte(from + rest - 1))) {
            rest--;
        }
        if (rest <= 0 || rest > MOST_BYTES) {
            return false;
        }
        RawMemory.copyToHeap(from, text, 0, rest);
        at = 0;
        end = rest;
        return true;
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    final boolean isDigit(int index) {
        return index < end && text[index] >= '0' && text[index] <= '9';
    }

    /** Steps over a sign; whether it was a minus. */
    final boolean sign() {
        if (at < end && (text[at] == '-' || text[at] == '+')) {
            return text[at++] == '-';
        }
        return false;
    }

    /** Digits, at most so many, as a number; -1 if there is none. */
    final long number(int most) {
        int first = at;
        long number = 0;
        while (isDigit(at) && at - first < most) {
            number = number * 10 + text[at++] - '0';
        }
        return at == first ? -1 : number;
    }

    final boolean literal(char expected) {
        if (at < end && text[at] == expected) {
            at++;
            return true;
        }
        return false;
    }
}
