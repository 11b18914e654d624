package dev.carbide.codegen.runtime;

import java.util.Arrays;

/** A fixed set of longs: a bitmap where they lie close together, else a hash table with linear probing. Thread-safe. */
public final class LongSet {
    private static final long WIDEST_BITMAP = 1 << 12;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private final long[] slots;
    private final boolean[] used;
    private final int shift;
    private final long least;
    private final long range;
    private final boolean dense;

    public LongSet(long[] values) {
        long min = Arrays.stream(values).min().orElse(0);
        long max = Arrays.stream(values).max().orElse(-1);
        least = min;
        range = max - min;
        // A range of more than 63 bits is negative here
        dense = values.length == 0 || range >= 0 && range < WIDEST_BITMAP;
        int capacity = dense ? (int) (range >> 6) + 1 : Math.max(2, Integer.highestOneBit(values.length) * 4);
        slots = new long[capacity];
        used = new boolean[dense ? 0 : capacity];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        for (long value : values) {
            add(value);
        }
    }

    private void add(long value) {
        if (dense) {
            slots[(int) ((value - least) >> 6)] |= 1L << (value - least);
            return;
        }
        int slot = slotOf(value);
        slots[slot] = value;
        used[slot] = true;
    }

    public boolean contains(long value) {
        if (dense) {
            long at = value - least;
            return at >= 0 && at <= range && (slots[(int) (at >> 6)] >>> at & 1) != 0;
        }
        return used[slotOf(value)];
    }

    /** The slot of the value, or the free one where it would stand. */
    private int slotOf(long value) {
        int slot = (int) (value * GOLDEN_RATIO >>> shift);
        while (used[slot] && slots[slot] != value) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }
}
