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

    public static boolean startsWith(long address, int length, long partAddress, int partLength) {
        return partLength <= length && RawMemory.equal(address, partAddress, partLength);
    }

    public static boolean endsWith(long address, int length, long partAddress, int partLength) {
        return partLength <= length && RawMemory.equal(address + length - partLength, partAddress, partLength);
    }

    public static boolean contains(long address, int length, long partAddress, int partLength) {
        return ByteSearch.indexOf(address, length, partAddress, partLength) >= 0;
    }

    /** The number of characters: bytes that do not continue one. */
    public static int characters(long address, int length) {
        int continuing = 0;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            long bytes = RawMemory.getLong(address + at);
            continuing += Long.bitCount(bytes >>> 7 & ~(bytes >>> 6) & 0x0101_0101_0101_0101L);
        }
        for (; at < length; at++) {
            continuing += isContinuation(RawMemory.getByte(address + at)) ? 1 : 0;
        }
        return length - continuing;
    }

    /** The position, from 1, of the first text in the second; 0 if it is not there. */
    public static int position(long partAddress, int partLength, long address, int length) {
        int index = ByteSearch.indexOf(address, length, partAddress, partLength);
        return index < 0 ? 0 : characters(address, index) + 1;
    }

    /** The byte at which a part begins; {@code start} counts characters from 1, from the end if it is negative. */
    public static int substringStart(long address, int length, long start) {
        long skipped = start < 0 ? characters(address, length) + start : start - 1;
        return offset(address, length, 0, skipped);
    }

    /**
     * The byte at which a part ends that begins at byte {@code from}. Of its characters those do not count that lie before
     * the text.
     */
    public static int substringEnd(long address, int length, int from, long start, long characters) {
        long before = start == 0 ? 1 : start < 0 ? -(characters(address, length) + start) : 0;
        return offset(address, length, from, characters - Math.clamp(before, 0, Math.max(characters, 0)));
    }

    /** The byte so many characters behind the byte {@code from}. */
    private static int offset(long address, int length, int from, long characters) {
        int at = from;
        for (long left = characters; left > 0 && at < length; left--) {
            at++;
            while (at < length && isContinuation(RawMemory.getByte(address + at))) {
                at++;
            }
        }
        return at;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** The byte behind the blanks at the beginning. */
    public static int trimStart(long address, int length) {
        int at = 0;
        while (at < length && RawMemory.getByte(address + at) == ' ') {
            at++;
        }
        return at;
    }

    /** The byte where the blanks at the end begin, not before {@code from}. */
    public static int trimEnd(long address, int length, int from) {
        int at = length;
        while (at > from && RawMemory.getByte(address + at - 1) == ' ') {
            at--;
        }
        return at;
    }

    /** The byte behind those characters at the beginning that occur in a set. */
    public static int trimStart(long address, int length, long setAddress, int setLength) {
        int at = 0;
        while (at < length) {
            int end = offset(address, length, at, 1);
            if (ByteSearch.indexOf(setAddress, setLength, address + at, end - at) < 0) {
                return at;
            }
            at = end;
        }
        return at;
    }

    /** The byte where those characters at the end begin that occur in a set, not before {@code from}. */
    public static int trimEnd(long address, int length, int from, long setAddress, int setLength) {
        int at = length;
        while (at > from) {
            int begin = at - 1;
            while (begin > from && isContinuation(RawMemory.getByte(address + begin))) {
                begin--;
            }
            if (ByteSearch.indexOf(setAddress, setLength, address + begin, at - begin) < 0) {
                return at;
            }
            at = begin;
        }
        return at;
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
