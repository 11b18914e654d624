package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;
import static dev.carbide.parquet.decode.PageBytes.LONG;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Looks up dictionary codes. */
final class Gather {
    private Gather() {}

    /** Throws unless all of {@code codes[from, from + count)} are below {@code size}. */
    static void check(int[] codes, int from, int count, int size) {
        int outside = 0;
        for (int index = from; index < from + count; index++) {
            outside |= codes[index] | size - 1 - codes[index];
        }
        if (outside < 0) {
            int index = from;
            while (Integer.compareUnsigned(codes[index], size) < 0) {
                index++;
            }
            throw new MalformedDataException("dictionary code " + Integer.toUnsignedString(codes[index])
                    + " is out of range, the dictionary has " + size + " values");
        }
    }

    /** Copies the value of {@code width} bytes of each code, all checked, to element {@code at} and up of {@code target}. */
    static void gather(
            MemorySegment dictionary, int width, int[] codes, int from, int count, MemorySegment target, long at) {
        switch (width) {
            case 1 -> gatherBytes(dictionary, codes, from, count, target, at);
            case 2 -> gatherShorts(dictionary, codes, from, count, target, at);
            case 4 -> gatherInts(dictionary, codes, from, count, target, at);
            case 8 -> gatherLongs(dictionary, codes, from, count, target, at);
            default -> gatherPairs(dictionary, codes, from, count, target, at);
        }
    }

    private static void gatherBytes(
            MemorySegment dictionary, int[] codes, int from, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            target.set(ValueLayout.JAVA_BYTE, at + index, dictionary.get(ValueLayout.JAVA_BYTE, codes[from + index]));
        }
    }

    private static void gatherShorts(
            MemorySegment dictionary, int[] codes, int from, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            target.set(
                    ValueLayout.JAVA_SHORT_UNALIGNED,
                    (at + index) << 1,
                    dictionary.get(ValueLayout.JAVA_SHORT_UNALIGNED, (long) codes[from + index] << 1));
        }
    }

    private static void gatherInts(
            MemorySegment dictionary, int[] codes, int from, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            target.set(INT, (at + index) << 2, dictionary.get(INT, (long) codes[from + index] << 2));
        }
    }

    private static void gatherLongs(
            MemorySegment dictionary, int[] codes, int from, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            target.set(LONG, (at + index) << 3, dictionary.get(LONG, (long) codes[from + index] << 3));
        }
    }

    private static void gatherPairs(
            MemorySegment dictionary, int[] codes, int from, int count, MemorySegment target, long at) {
        for (int index = 0; index < count; index++) {
            long source = (long) codes[from + index] << 4;
            long to = (at + index) << 4;
            target.set(LONG, to, dictionary.get(LONG, source));
            target.set(LONG, to + 8, dictionary.get(LONG, source + 8));
        }
    }
}
