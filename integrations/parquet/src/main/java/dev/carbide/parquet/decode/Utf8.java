package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Checks that bytes are UTF-8 as in RFC 3629: no overlong forms, no surrogates, nothing over U+10FFFF. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Whether {@code data[from, from + length)} is valid; reads whole words, so up to seven bytes more. */
    static boolean isValid(MemorySegment data, long from, int length) {
        int position = 0;
        while (position < length) {
            long word = data.get(LONG, from + position);
            int left = length - position;
            if (left < 8) {
                word &= (1L << (left << 3)) - 1;
            }
            if ((word & HIGH_BITS) != 0) {
                return isValidSlowly(data, from + position, from + length);
            }
            position += 8;
        }
        return true;
    }

    private static boolean isValidSlowly(MemorySegment data, long from, long end) {
        long position = from;
        while (position < end) {
            int lead = data.get(ValueLayout.JAVA_BYTE, position) & 0xFF;
            int length = sequenceLength(lead);
            if (length == 0 || length > end - position || !isSequence(data, position, lead, length)) {
                return false;
            }
            position += length;
        }
        return true;
    }

    private static int sequenceLength(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    private static boolean isSequence(MemorySegment data, long position, int lead, int length) {
        for (int index = 1; index < length; index++) {
            if ((data.get(ValueLayout.JAVA_BYTE, position + index) & 0xC0) != 0x80) {
                return false;
            }
        }
        if (length < 3) {
            return true;
        }
        int second = data.get(ValueLayout.JAVA_BYTE, position + 1) & 0xFF;
        return switch (lead) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
