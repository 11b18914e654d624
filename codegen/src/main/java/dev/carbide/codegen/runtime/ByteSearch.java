package dev.carbide.codegen.runtime;

import dev.carbide.offheap.raw.RawMemory;

/**
 * Finds bytes in bytes off-heap. Eight places are looked at together for the first two bytes wanted (the zero-byte test
 * of "Hacker's Delight", 6-1), and only places where both stand are compared.
 */
final class ByteSearch {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

    private ByteSearch() {}

    /** The offset of the first occurrence, or -1. Reads no byte outside the two blocks. */
    static int indexOf(long address, int length, long wanted, int wantedLength) {
        if (wantedLength == 0) {
            return 0;
        }
        int last = length - wantedLength;
        if (last < 0) {
            return -1;
        }
        byte first = RawMemory.getByte(wanted);
        if (wantedLength == 1) {
            return indexOfByte(address, length, first);
        }
        byte second = RawMemory.getByte(wanted + 1);
        long firsts = (first & 0xFF) * ONES;
        long seconds = (second & 0xFF) * ONES;
        int at = 0;
        // The second load ends at byte at + 9
        for (; at <= last && at + 9 <= length; at += Long.BYTES) {
            long candidates =
                    zeroBytes(RawMemory.getLong(address + at) ^ firsts | RawMemory.getLong(address + at + 1) ^ seconds);
            for (; candidates != 0; candidates &= candidates - 1) {
                int place = at + (Long.numberOfTrailingZeros(candidates) >> 3);
                if (place <= last && RawMemory.equal(address + place + 2, wanted + 2, wantedLength - 2)) {
                    return place;
                }
            }
        }
        for (; at <= last; at++) {
            if (RawMemory.getByte(address + at) == first
                    && RawMemory.equal(address + at + 1, wanted + 1, wantedLength - 1)) {
                return at;
            }
        }
        return -1;
    }

    private static int indexOfByte(long address, int length, byte wanted) {
        long pattern = (wanted & 0xFF) * ONES;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            long candidates = zeroBytes(RawMemory.getLong(address + at) ^ pattern);
            if (candidates != 0) {
                return at + (Long.numberOfTrailingZeros(candidates) >> 3);
            }
        }
        for (; at < length; at++) {
            if (RawMemory.getByte(address + at) == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** The top bit of exactly those bytes that are zero. */
    private static long zeroBytes(long bytes) {
        return ~((bytes & LOW_BITS) + LOW_BITS | bytes | LOW_BITS);
    }
}
