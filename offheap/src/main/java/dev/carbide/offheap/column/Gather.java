package dev.carbide.offheap.column;

import dev.carbide.offheap.type.PhysicalType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies values by index, resolving encodings. Holds scratch space for one batch; not thread-safe. */
final class Gather {
    private int[] indexes = new int[0];

    /**
     * Where the value of row {@code selection[from + i]} (row {@code from + i} if null) lies in the values of the column, or
     * of its dictionary.
     * The result is valid until the next call.
     */
    int[] valueIndexes(Column column, int @Nullable [] selection, int from, int count) {
        if (indexes.length < count) {
            indexes = new int[Math.max(count, Batch.MAX_ROWS)];
        }
        switch (column.encoding()) {
            case CONSTANT -> Arrays.fill(indexes, 0, count, 0);
            case DICTIONARY -> {
                MemorySegment codes = column.values();
                for (int at = 0; at < count; at++) {
                    indexes[at] = Columns.getInt(codes, selection == null ? from + at : selection[from + at]);
                }
            }
            case FLAT -> {
                for (int at = 0; at < count; at++) {
                    indexes[at] = selection == null ? from + at : selection[from + at];
                }
            }
        }
        return indexes;
    }

    /** {@code to[first + i] = from[indexes[i]]} for values of that physical type; views are copied as they are. */
    static void copy(PhysicalType physical, MemorySegment from, int[] indexes, int count, MemorySegment to, int first) {
        switch (physical.bytes()) {
            case 1 -> copy1(from, indexes, count, to, first);
            case 2 -> copy2(from, indexes, count, to, first);
            case 4 -> copy4(from, indexes, count, to, first);
            case 8 -> copy8(from, indexes, count, to, first);
            default -> copy16(from, indexes, count, to, first);
        }
    }

    private static void copy1(MemorySegment from, int[] indexes, int count, MemorySegment to, int first) {
        for (int at = 0; at < count; at++) {
            Columns.putByte(to, first + at, Columns.getByte(from, indexes[at]));
        }
    }

    private static void copy2(MemorySegment from, int[] indexes, int count, MemorySegment to, int first) {
        for (int at = 0; at < count; at++) {
            Columns.putShort(to, first + at, Columns.getShort(from, indexes[at]));
        }
    }

    private static void copy4(MemorySegment from, int[] indexes, int count, MemorySegment to, int first) {
        for (int at = 0; at < count; at++) {
            Columns.putInt(to, first + at, Columns.getInt(from, indexes[at]));
        }
    }

    private static void copy8(MemorySegment from, int[] indexes, int count, MemorySegment to, int first) {
        for (int at = 0; at < count; at++) {
            Columns.putLong(to, first + at, Columns.getLong(from, indexes[at]));
        }
    }

    private static void copy16(MemorySegment from, int[] indexes, int count, MemorySegment to, int first) {
        for (int at = 0; at < count; at++) {
            Columns.putInt128(to, first + at, Columns.getLow(from, indexes[at]), Columns.getHigh(from, indexes[at]));
        }
    }
}
