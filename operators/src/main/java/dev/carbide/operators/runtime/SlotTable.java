package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;

/**
 * Open addressing with linear probing over 16-byte slots {int64 slot key, int64 row address, 0 = empty}, at most half full.
 * The slot index is the high bits of the mixed key, behind {@code skippedBits} of them: so tables grow in order, and a
 * radix partition is a contiguous range. Not thread-safe.
 */
final class SlotTable implements AutoCloseable {
    static final int SLOT_BYTES = 16;
    static final int SLOT_SHIFT = 4;
    static final int ROW = 8;

    private static final int MIN_CAPACITY = 256;

    private final MemoryPool pool;
    private final PageAllocator pages;
    private int skippedBits;
    private Page page;
    private long base;
    private long capacity;
    private int shift;
    private long size;

    SlotTable(long expectedKeys, int skippedBits, MemoryPool pool, PageAllocator pages) {
        this.pool = pool;
        this.pages = pages;
        this.skippedBits = skippedBits;
        this.page = allocate(capacityFor(expectedKeys));
    }

    /** The number of slots for so many keys: a power of two, at most half of it used. */
    static long capacityFor(long keys) {
        return Math.max(MIN_CAPACITY, Long.highestOneBit(Math.max(keys, 1) * 4 - 1));
    }

    private Page allocate(long slots) {
        Page zeroed = pages.allocateZeroed(pool, slots << SLOT_SHIFT);
        base = zeroed.address();
        capacity = slots;
        shift = Long.SIZE - Long.numberOfTrailingZeros(slots);
        return zeroed;
    }

    long base() {
        return base;
    }

    /** Slots, a power of two. */
    long capacity() {
        return capacity;
    }

    /** {@code index(key) = Hash.mix(key) << skippedBits >>> shift}. */
    int shift() {
        return shift;
    }

    int skippedBits() {
        return skippedBits;
    }

    /** Keys. */
    long size() {
        return size;
    }

    /** The address of the first slot to look at. */
    long home(long key) {
        return base + ((Hash.mix(key) << skippedBits >>> shift) << SLOT_SHIFT);
    }

    long after(long slot) {
        long next = slot + SLOT_BYTES;
        return next == base + (capacity << SLOT_SHIFT) ? base : next;
    }

    /** The slot that holds the key, or the empty one where it belongs; call {@link #makeRoom} before. */
    long locate(long key) {
        return locate(key, home(key));
    }

    /** The same, where the slots from the key's home up to {@code from} are known to hold other keys. */
    long locate(long key, long from) {
        long slot = from;
        while (RawMemory.getLong(slot + ROW) != 0 && RawMemory.getLong(slot) != key) {
            slot = after(slot);
        }
        return slot;
    }

    /** Fills an empty slot. */
    void put(long slot, long key, long row) {
        RawMemory.putLong(slot, key);
        RawMemory.putLong(slot + ROW, row);
        size++;
    }

    /** The most that {@code count} more keys can take from the pool: slots move, and live twice meanwhile. */
    long bytesFor(long count) {
        long reached = capacity;
        long before = 0;
        while (2 * (size + count + 1) > reached) {
            before = reached == capacity ? 0 : pages.pageSizeFor(reached << SLOT_SHIFT);
            reached = grown(reached);
        }
        return reached == capacity ? 0 : before + pages.pageSizeFor(reached << SLOT_SHIFT);
    }

    private static long grown(long slots) {
        return slots * (slots < 1 << 20 ? 4 : 2);
    }

    /** Makes sure that one more key fits; slots move then. */
    void makeRoom() {
        if (2 * (size + 1) > capacity) {
            grow();
        }
    }

    private void grow() {
        Page old = page;
        long from = base;
        long end = base + (capacity << SLOT_SHIFT);
        page = allocate(grown(capacity));
        for (long slot = from; slot < end; slot += SLOT_BYTES) {
            long row = RawMemory.getLong(slot + ROW);
            if (row != 0) {
                long key = RawMemory.getLong(slot);
                long to = home(key);
                while (RawMemory.getLong(to + ROW) != 0) {
                    to = after(to);
                }
                RawMemory.putLong(to, key);
                RawMemory.putLong(to + ROW, row);
            }
        }
        old.free();
    }

    /** Empties all slots. */
    void clear() {
        RawMemory.fill(base, capacity << SLOT_SHIFT, (byte) 0);
        size = 0;
    }

    /** Empties all slots and frees most of them; keys are found behind so many bits from now on. */
    void reset(int bitsToSkip) {
        close();
        skippedBits = bitsToSkip;
        size = 0;
        page = allocate(MIN_CAPACITY);
    }

    @Override
    public void close() {
        Page held = page;
        if (held != null) {
            page = null;
            held.free();
        }
    }
}
