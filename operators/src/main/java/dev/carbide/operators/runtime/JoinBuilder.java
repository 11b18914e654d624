package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;

/** One worker's part of a join's build side: rows with their slot keys, and the range of these. Not thread-safe. */
public final class JoinBuilder implements AutoCloseable {
    private final RowStore rows;
    private long minKey = Long.MAX_VALUE;
    private long maxKey = Long.MIN_VALUE;

    public JoinBuilder(RowLayout layout, MemoryPool pool, PageAllocator pages) {
        rows = new RowStore(layout, pool, pages);
    }

    /**
     * Adds one row of the layout's fixed size per slot key, sets its slot key and leaves the fields to the caller.
     *
     * @param addresses receives the address of each row
     */
    public void append(long[] slotKeys, int count, long[] addresses) {
        rows.allocate(count, addresses);
        setKeys(slotKeys, count, addresses);
    }

    /** The same with rows of {@code rowBytes[0..count)} bytes, those of variable length included. */
    public void append(long[] slotKeys, int[] rowBytes, int count, long[] addresses) {
        rows.allocate(count, rowBytes, addresses);
        setKeys(slotKeys, count, addresses);
    }

    private void setKeys(long[] slotKeys, int count, long[] addresses) {
        long min = minKey;
        long max = maxKey;
        for (int index = 0; index < count; index++) {
            long key = slotKeys[index];
            RawMemory.putLong(addresses[index] + RowLayout.KEY_OFFSET, key);
            min = Math.min(min, key);
            max = Math.max(max, key);
        }
        minKey = min;
        maxKey = max;
    }

    public RowStore rows() {
        return rows;
    }

    long minKey() {
        return minKey;
    }

    long maxKey() {
        return maxKey;
    }

    /** Frees the rows that no {@link JoinTable} has taken over. */
    @Override
    public void close() {
        rows.close();
    }
}
