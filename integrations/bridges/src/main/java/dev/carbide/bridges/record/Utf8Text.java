package dev.carbide.bridges.record;

import dev.carbide.offheap.raw.RawMemory;

/** Tells text from other bytes: UTF-8 as in RFC 3629, without longer forms than needed and without surrogates. */
final class Utf8Text {
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final int[] LEAST_OF_LENGTH = {0, 0, 0x80, 0x800, 0x1_0000};

    private Utf8Text() {}

    /** Reads not one byte beyond the text, as what follows may not be ours to read. */
    static boolean isValid(long address, int length) {
        int position = 0;
        while (position + Long.BYTES <= length && (RawMemory.getLong(address + position) & NOT_ASCII) == 0) {
            position += Long.BYTES;
        }
        while (position < length) {
            int sequence = sequenceAt(address + position, length - position);
            if (sequence == 0) {
                return false;
            }
            position += sequence;
        }
        return true;
    }

    /** The length of the character there, or 0 if it is none. */
    private static int sequenceAt(long address, int left) {
        int lead = RawMemory.getByte(address);
        if (lead >= 0) {
            return 1;
        }
        int length = Integer.numberOfLeadingZeros(~lead << 24);
        if (length < 2 || length > 4 || length > left) {
            return 0;
        }
        int character = lead & 0x7F >> length;
        for (int index = 1; index < length; index++) {
            int next = RawMemory.getByte(address + index);
            if ((next & 0xC0) != 0x80) {
                return 0;
            }
            character = character << 6 | next & 0x3F;
        }
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return character < LEAST_OF_LENGTH[length] || character > Character.MAX_CODE_POINT || surrogate ? 0 : length;
    }
}
