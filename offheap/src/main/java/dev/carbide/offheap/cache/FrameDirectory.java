package dev.carbide.offheap.cache;

import java.util.Arrays;

/** Which rows each frame of a block has, and where it lies. Frames come in the order of rows. */
final class FrameDirectory {
    static final int VALUES = 0;
    static final int CODES = 1;
    /** Entries of a dictionary; such a frame has no rows. */
    static final int ENTRIES = 2;
    /** Added to the kind of a frame that has validity bits. */
    static final int NULLS = 4;

    static final long HEAP_PER_FRAME = Long.BYTES + 5 * Integer.BYTES;

    private static final int FIRST_LENGTH = 8;

    private long[] positions = new long[FIRST_LENGTH];
    private int[] sizes = new int[FIRST_LENGTH];
    private int[] firsts = new int[FIRST_LENGTH];
    private int[] rows = new int[FIRST_LENGTH];
    private int[] details = new int[FIRST_LENGTH];
    /** The first frame of the dictionary that codes refer to. */
    private int[] dictionaries = new int[FIRST_LENGTH];

    private int count;
    private int dictionary;

    int count() {
        return count;
    }

    /** The next frame is the first of a dictionary. */
    void beginDictionary() {
        dictionary = count;
    }

    void add(long position, int size, int first, int rowCount, int detail) {
        if (count == sizes.length) {
            grow(2 * count);
        }
        positions[count] = position;
        sizes[count] = size;
        firsts[count] = first;
        rows[count] = rowCount;
        details[count] = detail;
        dictionaries[count] = dictionary;
        count++;
    }

    void addLike(FrameDirectory from, int frame, long position) {
        dictionary = from.dictionaries[frame];
        add(position, from.sizes[frame], from.firsts[frame], from.rows[frame], from.details[frame]);
    }

    private void grow(int length) {
        positions = Arrays.copyOf(positions, length);
        sizes = Arrays.copyOf(sizes, length);
        firsts = Arrays.copyOf(firsts, length);
        rows = Arrays.copyOf(rows, length);
        details = Arrays.copyOf(details, length);
        dictionaries = Arrays.copyOf(dictionaries, length);
    }

    long position(int frame) {
        return positions[frame];
    }

    int size(int frame) {
        return sizes[frame];
    }

    int first(int frame) {
        return firsts[frame];
    }

    int rows(int frame) {
        return rows[frame];
    }

    int kind(int frame) {
        return details[frame] & ~NULLS;
    }

    boolean hasNulls(int frame) {
        return (details[frame] & NULLS) != 0;
    }

    int dictionary(int frame) {
        return dictionaries[frame];
    }

    /** The frame that has this row. */
    int frameOf(int row) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firsts[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    long heapBytes() {
        return sizes.length * HEAP_PER_FRAME;
    }
}
