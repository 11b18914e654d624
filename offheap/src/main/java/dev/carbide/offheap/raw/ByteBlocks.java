package dev.carbide.offheap.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Comparison of byte blocks, eight bytes at a time. The last word of a block overlaps the one before, so nothing outside
 * the block is ever read. From {@link #LONG_BLOCK} bytes on, the JDK's vectorised mismatch does the work.
 */
final class ByteBlocks {
    private static final int LONG_BLOCK = 128;

    private ByteBlocks() {}

    static boolean equal(MemorySegment memory, long a, long b, long bytes) {
        if (bytes >= LONG_BLOCK) {
            return MemorySegment.mismatch(memory, a, a + bytes, memory, b, b + bytes) < 0;
        }
        if (bytes < Long.BYTES) {
            return shortWord(memory, a, bytes) == shortWord(memory, b, bytes);
        }
        int last = (int) bytes - Long.BYTES;
        for (int offset = 0; offset < last; offset += Long.BYTES) {
            if (word(memory, a + offset) != word(memory, b + offset)) {
                return false;
            }
        }
        return word(memory, a + last) == word(memory, b + last);
    }

    static long mismatch(MemorySegment memory, long a, long b, long bytes) {
        if (bytes >= LONG_BLOCK) {
            return MemorySegment.mismatch(memory, a, a + bytes, memory, b, b + bytes);
        }
        if (bytes < Long.BYTES) {
            return firstDifference(0, shortWord(memory, a, bytes) ^ shortWord(memory, b, bytes));
        }
        int last = (int) bytes - Long.BYTES;
        for (int offset = 0; offset < last; offset += Long.BYTES) {
            long difference = word(memory, a + offset) ^ word(memory, b + offset);
            if (difference != 0) {
                return firstDifference(offset, difference);
            }
        }
        return firstDifference(last, word(memory, a + last) ^ word(memory, b + last));
    }

    static int compare(MemorySegment memory, long a, int bytesOfA, long b, int bytesOfB) {
        long at = mismatch(memory, a, b, Math.min(bytesOfA, bytesOfB));
        if (at < 0) {
            return Integer.compare(bytesOfA, bytesOfB);
        }
        return Byte.compareUnsigned(memory.get(JAVA_BYTE, a + at), memory.get(JAVA_BYTE, b + at));
    }

    private static long firstDifference(long offset, long difference) {
        return difference == 0 ? -1 : offset + (Long.numberOfTrailingZeros(difference) >>> 3);
    }

    private static long word(MemorySegment memory, long address) {
        return memory.get(JAVA_LONG_UNALIGNED, address);
    }

    /** Up to seven bytes as the low bytes of a word, the first of them lowest; equal lengths give comparable words. */
    private static long shortWord(MemorySegment memory, long address, long bytes) {
        if (bytes >= Integer.BYTES) {
            long low = memory.get(JAVA_INT_UNALIGNED, address) & 0xFFFF_FFFFL;
            long high = memory.get(JAVA_INT_UNALIGNED, address + bytes - Integer.BYTES) & 0xFFFF_FFFFL;
            return low | high << ((bytes - Integer.BYTES) << 3);
        }
        long word = 0;
        for (long offset = 0; offset < bytes; offset++) {
            word |= (memory.get(JAVA_BYTE, address + offset) & 0xFFL) << (offset << 3);
        }
        return word;
    }
}
