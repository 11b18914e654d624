package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import org.jspecify.annotations.Nullable;

/**
 * One worker's groups: one row per group, found by 64-bit slot key. Where slot keys are exact, {@link #find} is all.
 * Where they are hashes, the caller compares the keys of what {@link #find} returns, and for the tuples that differ calls
 * {@link #findNext}, until none differs: groups of equal slot key form a chain.
 *
 * <p>A new row has its slot key set and everything else zero. Its tuple is listed in {@link #created()}; the caller must
 * write the keys of the created rows before it compares, as other tuples of the same call may have been given the same
 * row. Rows never move. Works on at most {@link Batch#MAX_ROWS} tuples at once. Not thread-safe.
 */
public final class GroupTable implements AutoCloseable {
    private final RowLayout layout;
    private final RowStore rows;
    private final SlotTable slots;
    private final long[] homes = new long[Batch.MAX_ROWS];
    private final long[] slotKeysFound = new long[Batch.MAX_ROWS];
    private final int[] missed = new int[Batch.MAX_ROWS];
    private final int[] displaced = new int[Batch.MAX_ROWS];
    private final int[] created = new int[Batch.MAX_ROWS];
    private int createdCount;

    public GroupTable(RowLayout layout, MemoryPool pool, PageAllocator pages) {
        this.layout = layout;
        this.rows = new RowStore(layout, pool, pages);
        this.slots = new SlotTable(0, 0, pool, pages);
    }

    /**
     * Finds or creates the first group of each slot key.
     *
     * @param rowBytes the size of the row that each tuple needs if it is to be created, those of variable length included;
     *     null for {@code layout.fixedBytes()}
     * @param groups receives the address of each tuple's group row
     */
    public void find(long[] slotKeys, int count, int @Nullable [] rowBytes, long[] groups) {
        createdCount = 0;
        long capacity = slots.capacity();
        locate(slotKeys, count);
        fetch(count, groups);
        int missing = compare(slotKeys, count, groups);
        for (int index = 0; index < missing; index++) {
            int tuple = missed[index];
            long key = slotKeys[tuple];
            // where the search has ended, unless slots have moved since
            long slot = slots.capacity() == capacity ? slots.locate(key, homes[tuple]) : slots.locate(key);
            long row = RawMemory.getLong(slot + SlotTable.ROW);
            groups[tuple] = row != 0 ? row : create(slot, key, tuple, rowBytes);
        }
    }

    private void locate(long[] slotKeys, int count) {
        long base = slots.base();
        int shift = slots.shift();
        int skipped = slots.skippedBits();
        for (int tuple = 0; tuple < count; tuple++) {
            homes[tuple] = base + ((Hash.mix(slotKeys[tuple]) << skipped >>> shift) << SlotTable.SLOT_SHIFT);
        }
    }

    /** Only loads, so that the processor has as many cache misses under way as it can. */
    private void fetch(int count, long[] groups) {
        for (int tuple = 0; tuple < count; tuple++) {
            long home = homes[tuple];
            slotKeysFound[tuple] = RawMemory.getLong(home);
            groups[tuple] = RawMemory.getLong(home + SlotTable.ROW);
        }
    }

    /** Lists the tuples that have come to an empty slot. */
    private int compare(long[] slotKeys, int count, long[] groups) {
        int missing = 0;
        int left = 0;
        for (int tuple = 0; tuple < count; tuple++) {
            long row = groups[tuple];
            long difference = slotKeysFound[tuple] ^ slotKeys[tuple];
            int differs = (int) ((difference | -difference) >>> 63);
            int used = (int) (-row >>> 63);
            missed[missing] = tuple;
            missing += 1 - used;
            displaced[left] = tuple;
            left += used & differs;
        }
        return left == 0 ? missing : retry(slotKeys, groups, missing, left);
    }

    /** Looks further for the tuples whose slot holds another key. */
    private int retry(long[] slotKeys, long[] groups, int found, int displacedCount) {
        int missing = found;
        int left = displacedCount;
        while (left > 0) {
            fetchNext(left, groups);
            int again = 0;
            for (int index = 0; index < left; index++) {
                int tuple = displaced[index];
                long difference = slotKeysFound[index] ^ slotKeys[tuple];
                int differs = (int) ((difference | -difference) >>> 63);
                int used = (int) (-groups[tuple] >>> 63);
                missed[missing] = tuple;
                missing += 1 - used;
                displaced[again] = tuple;
                again += used & differs;
            }
            left = again;
        }
        return missing;
    }

    private void fetchNext(int left, long[] groups) {
        for (int index = 0; index < left; index++) {
            int tuple = displaced[index];
            long slot = slots.after(homes[tuple]);
            homes[tuple] = slot;
            slotKeysFound[index] = RawMemory.getLong(slot);
            groups[tuple] = RawMemory.getLong(slot + SlotTable.ROW);
        }
    }

    private long create(long slot, long key, int tuple, int @Nullable [] rowBytes) {
        long row = create(key, tuple, rowBytes);
        slots.put(slot, key, row);
        slots.makeRoom();
        return row;
    }

    private long create(long key, int tuple, int @Nullable [] rowBytes) {
        long row = rows.allocate(rowBytes == null ? layout.fixedBytes() : rowBytes[tuple]);
        for (int offset = layout.clearedBytes(); offset < layout.fixedBytes(); offset += Long.BYTES) {
            RawMemory.putLong(row + offset, 0);
        }
        RawMemory.putLong(row + RowLayout.KEY_OFFSET, key);
        created[createdCount++] = tuple;
        return row;
    }

    /**
     * Moves the given tuples on from the group in {@code groups[tuple]} to the next of the same slot key, creating it at
     * the end of the chain.
     *
     * @param tuples the first {@code count} are the numbers of the tuples whose keys differ from their group's
     */
    public void findNext(long[] slotKeys, int[] tuples, int count, int @Nullable [] rowBytes, long[] groups) {
        createdCount = 0;
        for (int index = 0; index < count; index++) {
            int tuple = tuples[index];
            long next = RawMemory.getLong(groups[tuple] + RowLayout.NEXT_OFFSET);
            if (next == 0) {
                next = create(slotKeys[tuple], tuple, rowBytes);
                RawMemory.putLong(groups[tuple] + RowLayout.NEXT_OFFSET, next);
            }
            groups[tuple] = next;
        }
    }

    /** Of the last call: the tuples that have brought a new group, the first {@link #createdCount()} of the array. */
    public int[] created() {
        return created;
    }

    public int createdCount() {
        return createdCount;
    }

    /** The first group of the slot key, or 0. */
    long lookUp(long slotKey) {
        return RawMemory.getLong(slots.locate(slotKey) + SlotTable.ROW);
    }

    /**
     * The most that the next call of {@link #find}, with those of {@link #findNext} that follow it, takes from the pool.
     */
    public long bytesFor(int count, int @Nullable [] rowBytes) {
        long ofRows = rowBytes == null ? rows.bytesFor(count, layout.fixedBytes()) : rows.bytesFor(count, rowBytes);
        return ofRows + slots.bytesFor(count);
    }

    /** Frees all groups; those that come agree in the first {@code skippedBits} bits of their mixed slot keys. */
    void reset(int skippedBits) {
        rows.close();
        slots.reset(skippedBits);
    }

    int skippedBits() {
        return slots.skippedBits();
    }

    /** How many groups there are. */
    public long groups() {
        return rows.rows();
    }

    /** The bytes of the rows and slots. */
    public long bytes() {
        return rows.bytes() + (slots.capacity() << SlotTable.SLOT_SHIFT);
    }

    /**
     * The groups of radix partition {@code partition} of {@code 2^bits}, by the high bits of the mixed slot key behind those
     * that are skipped; no group may be added meanwhile.
     */
    public GroupScan scan(int partition, int bits) {
        return new GroupScan(slots, partition, bits);
    }

    @Override
    public void close() {
        slots.close();
        rows.close();
    }
}
