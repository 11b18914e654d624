package dev.carbide.parquet.write;

import dev.carbide.offheap.memory.MemoryPool;
import java.util.Arrays;

/** Codes of distinct longs, in order of first appearance: open addressing with linear probing, at most half full. */
final class LongDictionary implements AutoCloseable {
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int BYTES_PER_SLOT = Integer.BYTES + Long.BYTES / 2;
    /** Spreads keys over the high bits, which choose the slot (Fibonacci hashing). */
    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final int limit;
    private final MemoryPool pool;
    private long charged;
    /** Code + 1, or 0. */
    private int[] slots = new int[0];

    private long[] values = new long[0];
    private int size;

    LongDictionary(int limit, MemoryPool pool) {
        this.limit = limit;
        this.pool = pool;
    }

    int size() {
        return size;
    }

    long value(int code) {
        return values[code];
    }

    /** The code of a value, new if need be; -1 if the dictionary is full. */
    int code(long value) {
        if (2 * size >= slots.length) {
            grow();
        }
        int mask = slots.length - 1;
        int slot = slotOf(value);
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (values[code] == value) {
                return code;
            }
            slot = (slot + 1) & mask;
        }
        if (size == limit) {
            return -1;
        }
        values[size] = value;
        slots[slot] = ++size;
        return size - 1;
    }

    private int slotOf(long value) {
        return (int) (value * HASH_FACTOR >>> (Long.numberOfLeadingZeros(slots.length) + 1));
    }

    private void grow() {
        int length = Math.max(FIRST_SLOTS, 2 * slots.length);
        long more = (long) length * BYTES_PER_SLOT - charged;
        pool.reserve(more);
        charged += more;
        slots = new int[length];
        values = Arrays.copyOf(values, length / 2);
        for (int code = 0; code < size; code++) {
            int slot = slotOf(values[code]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (length - 1);
            }
            slots[slot] = code + 1;
        }
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    @Override
    public void close() {
        slots = new int[0];
        values = new long[0];
        size = 0;
        pool.release(charged);
        charged = 0;
    }
}
