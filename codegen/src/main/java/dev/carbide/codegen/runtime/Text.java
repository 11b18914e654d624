package dev.carbide.codegen.runtime;

import dev.carbide.offheap.raw.RawMemory;

/** UTF-8 text and bytes off-heap: absolute address and length in bytes. */
public final class Text {
    private Text() {}

    public static boolean equal(long address, int length, long otherAddress, int otherLength) {
        return length == otherLength && RawMemory.equal(address, otherAddress, length);
    }

    /** The order by unsigned bytes. */
    public static int compare(long address, int length, long otherAddress, int otherLength) {
        return RawMemory.compare(address, length, otherAddress, otherLength);
    }

    /** Whether the bytes are well-formed UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF. */
    public static boolean isUtf8(long address, int length) {
        long end = address + length;
        long at = address;
        while (at < end) {
            int bytes = wellFormed(at, end);
            if (bytes == 0) {
                return false;
            }
            at += bytes;
        }
        return true;
    }

    /** The bytes of the well-formed character that begins here, or 0. */
    private static int wellFormed(long at, long end) {
        int lead = RawMemory.getByte(at);
        if (lead >= 0) {
            return 1;
        }
        int bytes = (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : (lead & 0xF8) == 0xF0 ? 4 : 0;
        if (bytes == 0 || bytes > end - at) {
            return 0;
        }
        int codePoint = lead & (0x7F >> bytes);
        for (int index = 1; index < bytes; index++) {
            int next = RawMemory.getByte(at + index);
            if ((next & 0xC0) != 0x80) {
                return 0;
            }
            codePoint = codePoint << 6 | next & 0x3F;
        }
        boolean shortest = codePoint >= (bytes == 2 ? 0x80 : bytes == 3 ? 0x800 : 0x10000);
        boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
        return shortest && !surrogate && codePoint <= 0x10FFFF ? bytes : 0;
    }
}
