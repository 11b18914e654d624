package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import org.jspecify.annotations.Nullable;

/** One worker's part of a join's build side: rows with their slot keys, and the range of these. Not thread-safe. */
public final class JoinBuilder implements AutoCloseable {
    private final RowStore rows;
    private long minKey = Long.MAX_VALUE;
    private long maxKey = Long.MIN_VALUE;

    private final @Nullable SpillableRows spillable;
    private final @Nullable JoinBuildState against;

    /** Keeps all its rows in memory. */
    public JoinBuilder(RowLayout layout, MemoryPool pool, PageAllocator pages) {
        rows = new RowStore(layout, pool, pages);
        spillable = null;
        against = null;
    }

    /** @param against on the probe side the build side: rows of partitions that it has in memory are left out */
    JoinBuilder(SpillableRows spillable, @Nullable JoinBuildState against) {
        this.rows = spillable.rows();
        this.spillable = spillable;
        this.against = against;
    }

    /**
     * Adds one row of the layout's fixed size per slot key, sets its slot key and leaves the fields to the caller.
     *
     * @param addresses receives the address of each row
     */
    public void append(long[] slotKeys, int count, long[] addresses) {
        prepare((long) count * rows.layout().fixedBytes());
        rows.allocate(count, addresses);
        setKeys(slotKeys, count, addresses);
    }

    /** The same with rows of {@code rowBytes[0..count)} bytes, those of variable length included. */
    public void append(long[] slotKeys, int[] rowBytes, int count, long[] addresses) {
        if (spillable != null) {
            long bytes = 0;
            for (int index = 0; index < count; index++) {
                bytes += Math.max(0, rowBytes[index]) + Long.BYTES;
            }
            prepare(bytes);
        }
        rows.allocate(count, rowBytes, addresses);
        setKeys(slotKeys, count, addresses);
    }

    private void prepare(long bytes) {
        if (spillable != null) {
            spillable.prepare(bytes);
        }
    }

    private void markResident(long[] slotKeys, int count, long[] addresses, int resident) {
        for (int index = 0; index < count; index++) {
            if (Partitions.of(slotKeys[index], 0) < resident) {
                RawMemory.putLong(addresses[index] + RowLayout.NEXT_OFFSET, PartitionWriter.LEFT_OUT);
            }
        }
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
        if (against != null && against.residentPartitions() > 0) {
            markResident(slotKeys, count, addresses, against.residentPartitions());
        }
    }

    /** What a thread must be inside of while it adds rows. */
    public Pin pin() {
        if (spillable == null) {
            throw new CarbideInternalException("Rows that stay in memory have no pin");
        }
        return spillable.pin();
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
        if (spillable != null) {
            spillable.close();
        } else {
            rows.close();
        }
    }
}
