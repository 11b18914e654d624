package dev.carbide.offheap.memory;

import java.util.Arrays;

/** A set of units of one chunk, with its size at hand. Not thread-safe. */
final class UnitSet {
    private final long[] words;
    private int size;

    UnitSet(int units) {
        this(new long[(units + Long.SIZE - 1) / Long.SIZE], 0);
    }

    private UnitSet(long[] words, int size) {
        this.words = words;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** Adds the units from {@code from} to {@code to}, exclusive and above it, and returns how many were new. */
    int add(int from, int to) {
        int before = size;
        for (int word = from >> 6; word <= (to - 1) >> 6; word++) {
            long added = maskOf(word, from, to) & ~words[word];
            words[word] |= added;
            size += Long.bitCount(added);
        }
        return size - before;
    }

    /** Removes the units from {@code from} to {@code to}, exclusive and above it, and returns how many were there. */
    int remove(int from, int to) {
        int before = size;
        for (int word = from >> 6; word <= (to - 1) >> 6; word++) {
            long removed = maskOf(word, from, to) & words[word];
            words[word] &= ~removed;
            size -= Long.bitCount(removed);
        }
        return before - size;
    }

    /** Empties this set and returns what it held. */
    UnitSet removeAll() {
        UnitSet removed = new UnitSet(words.clone(), size);
        Arrays.fill(words, 0);
        size = 0;
        return removed;
    }

    /** The first unit from {@code from} on that is in the set, or -1. */
    int nextIn(int from) {
        return next(from, 0);
    }

    /** The first unit from {@code from} on that is not in the set; one past the last if all are. */
    int nextOut(int from) {
        int unit = next(from, -1);
        return unit < 0 ? words.length << 6 : unit;
    }

    private int next(int from, long inverted) {
        for (int word = from >> 6; word < words.length; word++) {
            long bits = words[word] ^ inverted;
            if (word == from >> 6) {
                bits &= -1L << from;
            }
            if (bits != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return -1;
    }

    private static long maskOf(int word, int from, int to) {
        long mask = word == from >> 6 ? -1L << from : -1L;
        return word == (to - 1) >> 6 ? mask & (-1L >>> -to) : mask;
    }
}
