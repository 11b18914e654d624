package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;
import static dev.carbide.parquet.decode.PageBytes.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Moves the values of a batch, which decoders leave one behind the other, to the rows that are not NULL; the rest is zeroed. */
final class Spreader {
    private Spreader() {}

    /** {@code values} holds {@code present} values of {@code width} bytes, as many as {@code validity} has ones in {@code rows} bits. */
    static void spread(MemorySegment values, int width, MemorySegment validity, int rows, int present) {
        int source = present;
        for (int word = (rows - 1) >> 6; word >= 0; word--) {
            int first = word << 6;
            int count = Math.min(64, rows - first);
            long bits = validity.get(LONG, (long) word << 3);
            int ones = Long.bitCount(bits);
            source -= ones;
            if (ones == count) {
                MemorySegment.copy(values, (long) source * width, values, (long) first * width, (long) count * width);
            } else if (ones == 0) {
                values.asSlice((long) first * width, (long) count * width).fill((byte) 0);
            } else {
                spreadWord(values, width, bits, first, count, source + ones);
            }
        }
    }

    private static void spreadWord(MemorySegment values, int width, long bits, int first, int count, int end) {
        switch (width) {
            case 1 -> spreadBytes(values, bits, first, count, end);
            case 2 -> spreadShorts(values, bits, first, count, end);
            case 4 -> spreadInts(values, bits, first, count, end);
            case 8 -> spreadLongs(values, bits, first, count, end);
            default -> spreadPairs(values, bits, first, count, end);
        }
    }

    private static void spreadBytes(MemorySegment values, long bits, int first, int count, int end) {
        int source = end;
        for (int row = count - 1; row >= 0; row--) {
            byte value = 0;
            if ((bits >>> row & 1) != 0) {
                value = values.get(ValueLayout.JAVA_BYTE, --source);
            }
            values.set(ValueLayout.JAVA_BYTE, first + row, value);
        }
    }

    private static void spreadShorts(MemorySegment values, long bits, int first, int count, int end) {
        int source = end;
        for (int row = count - 1; row >= 0; row--) {
            short value = 0;
            if ((bits >>> row & 1) != 0) {
                value = values.get(ValueLayout.JAVA_SHORT_UNALIGNED, (long) --source << 1);
            }
            values.set(ValueLayout.JAVA_SHORT_UNALIGNED, (long) (first + row) << 1, value);
        }
    }

    private static void spreadInts(MemorySegment values, long bits, int first, int count, int end) {
        int source = end;
        for (int row = count - 1; row >= 0; row--) {
            int value = 0;
            if ((bits >>> row & 1) != 0) {
                value = values.get(INT, (long) --source << 2);
            }
            values.set(INT, (long) (first + row) << 2, value);
        }
    }

    private static void spreadLongs(MemorySegment values, long bits, int first, int count, int end) {
        int source = end;
        for (int row = count - 1; row >= 0; row--) {
            long value = 0;
            if ((bits >>> row & 1) != 0) {
                value = values.get(LONG, (long) --source << 3);
            }
            values.set(LONG, (long) (first + row) << 3, value);
        }
    }

    private static void spreadPairs(MemorySegment values, long bits, int first, int count, int end) {
        int source = end;
        for (int row = count - 1; row >= 0; row--) {
            long low = 0;
            long high = 0;
            if ((bits >>> row & 1) != 0) {
                source--;
                low = values.get(LONG, (long) source << 4);
                high = values.get(LONG, ((long) source << 4) + 8);
            }
            values.set(LONG, (long) (first + row) << 4, low);
            values.set(LONG, ((long) (first + row) << 4) + 8, high);
        }
    }
}
