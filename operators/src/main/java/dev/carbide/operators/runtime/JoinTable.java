package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowScan;
import dev.carbide.offheap.row.RowStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The build side of a join: the rows of all workers, found by slot key; rows of equal slot key form a chain. Slots are
 * {int64 slot key, int64 row address}, open addressing, at most half full; or, where exact keys lie close together, an
 * array of row addresses indexed by key.
 *
 * <p>Life: {@link #add} by each worker (any thread), {@link #prepare} once, {@link #insert} of every part (any threads, at
 * the same time), then {@link #newProbe} and reading from any number of threads, {@link #close}.
 */
public final class JoinTable implements AutoCloseable {
    /** A dense table may be this many times larger than the number of rows, 8 bytes each. */
    private static final int DENSE_SPREAD = 4;

    private static final long DENSE_ALWAYS = 1 << 13;
    /** Up to so many entries a dense table is as fast as its filter would be. */
    private static final long DENSE_UNFILTERED = 1 << 18;

    private final boolean exactKeys;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final RowStore rows;
    private long minKey = Long.MAX_VALUE;
    private long maxKey = Long.MIN_VALUE;

    private @Nullable Page page;
    private @Nullable KeyFilter filter;
    private boolean dense;
    private long base;
    /** Slots, or entries of a dense table; that has one more, always empty, for keys out of range. */
    private long capacity;

    private int shift;
    private int partBits;
    private long @Nullable [] displaced;
    private final AtomicInteger partsLeft = new AtomicInteger();
    private volatile boolean duplicates;
    private volatile boolean sealed;

    /** @param exactKeys whether slot keys are integral keys themselves, not hashes */
    public JoinTable(RowLayout layout, boolean exactKeys, MemoryPool pool, PageAllocator pages) {
        this.exactKeys = exactKeys;
        this.pool = pool;
        this.pages = pages;
        this.rows = new RowStore(layout, pool, pages);
    }

    /** The bytes that slots and filter of so many rows take, at most. */
    static long indexBytes(long rows) {
        long slots = SlotTable.capacityFor(rows) * SlotTable.SLOT_BYTES;
        long dense = Math.max(DENSE_ALWAYS, DENSE_SPREAD * rows) * Long.BYTES;
        // the allocator rounds up to powers of two, which slots are already
        return Math.max(slots, 2 * dense) + 8 * rows + (64 << 10);
    }

    /** Takes over rows. */
    synchronized void add(RowStore store, long min, long max) {
        minKey = Math.min(minKey, min);
        maxKey = Math.max(maxKey, max);
        rows.adopt(store);
    }

    /** All rows. */
    RowStore store() {
        return rows;
    }

    /** Takes over a worker's rows. */
    public synchronized void add(JoinBuilder builder) {
        minKey = Math.min(minKey, builder.minKey());
        maxKey = Math.max(maxKey, builder.maxKey());
        rows.adopt(builder.rows());
    }

    /**
     * All rows are there: allocates the slots. {@link #insert} of parts 0 to the result - 1 follows.
     *
     * @param parallelism how many threads can insert at once
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room; can be repeated
     */
    public int prepare(int parallelism) {
        long count = rows.rows();
        long range = maxKey - minKey + 1;
        dense = isDense(count, range);
        capacity = dense ? range : SlotTable.capacityFor(count);
        shift = Long.SIZE - Long.numberOfTrailingZeros(capacity);
        releaseSlots();
        Page zeroed = pages.allocateZeroed(pool, dense ? (capacity + 1) * Long.BYTES : capacity * SlotTable.SLOT_BYTES);
        page = zeroed;
        base = zeroed.address();
        partBits = count < 1 << 16 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(parallelism - 1);
        filter = count > 0 && !(dense && capacity <= DENSE_UNFILTERED)
                ? new KeyFilter(this, exactKeys, partBits, pool, pages)
                : null;
        displaced = new long[1 << partBits];
        partsLeft.set(1 << partBits);
        return 1 << partBits;
    }

    private boolean isDense(long count, long range) {
        return exactKeys && count > 0 && range > 0 && range <= Math.max(DENSE_ALWAYS, DENSE_SPREAD * count);
    }

    /** What {@link #prepare} takes from the pool for the rows added so far, at most. */
    long indexBytes() {
        long count = rows.rows();
        long range = maxKey - minKey + 1;
        long index =
                isDense(count, range) ? (range + 1) * Long.BYTES : SlotTable.capacityFor(count) * SlotTable.SLOT_BYTES;
        return pages.pageSizeFor(index) + pages.pageSizeFor(8 * count + (64 << 10));
    }

    /** Prepares and inserts on the calling thread. */
    public void build() {
        int parts = prepare(1);
        for (int part = 0; part < parts; part++) {
            insert(part);
        }
    }

    /**
     * Enters the rows whose slots lie in one part of the table; each part once. Every part looks at all rows, but no two
     * write the same memory.
     */
    public void insert(int part) {
        RowScan scan = rows.scan();
        long[] addresses = new long[Batch.MAX_ROWS];
        long[] targets = new long[Batch.MAX_ROWS];
        long[] touched = new long[Batch.MAX_ROWS];
        boolean repeated = false;
        for (int count = scan.next(addresses); count > 0; count = scan.next(addresses)) {
            if (filter != null) {
                filter.add(part, addresses, count);
            }
            int mine = dense ? denseTargets(part, addresses, count, targets) : slots(part, addresses, count, targets);
            touch(targets, mine, touched);
            repeated |= dense ? insertDense(addresses, targets, mine) : insertSlots(part, addresses, targets, mine);
        }
        if (repeated) {
            duplicates = true;
        }
        if (partsLeft.decrementAndGet() == 0) {
            placeDisplaced();
            sealed = true;
        }
    }

    /** Keeps the rows of the part and finds their home slots. */
    private int slots(int part, long[] addresses, int count, long[] targets) {
        long table = base;
        int slotShift = shift;
        int bits = partBits;
        int mine = 0;
        for (int index = 0; index < count; index++) {
            long row = addresses[index];
            long hash = Hash.mix(RawMemory.getLong(row + RowLayout.KEY_OFFSET));
            addresses[mine] = row;
            targets[mine] = table + ((hash >>> slotShift) << SlotTable.SLOT_SHIFT);
            mine += (hash >>> 1 >>> (Long.SIZE - 1 - bits)) == part ? 1 : 0;
        }
        return mine;
    }

    /** Brings the slots into the cache, many at a time. */
    private static void touch(long[] targets, int count, long[] touched) {
        for (int index = 0; index < count; index++) {
            touched[index] = RawMemory.getLong(targets[index]);
        }
    }

    private int denseTargets(int part, long[] addresses, int count, long[] targets) {
        long from = partStart(part);
        long entries = partStart(part + 1) - from;
        int mine = 0;
        for (int index = 0; index < count; index++) {
            long row = addresses[index];
            long entry = RawMemory.getLong(row + RowLayout.KEY_OFFSET) - minKey;
            addresses[mine] = row;
            targets[mine] = base + (entry << 3);
            mine += entry >= from & entry - from < entries ? 1 : 0;
        }
        return mine;
    }

    private long partStart(int part) {
        return part == 1 << partBits ? capacity : (capacity >> partBits) * part;
    }

    private boolean insertDense(long[] addresses, long[] targets, int count) {
        boolean repeated = false;
        for (int index = 0; index < count; index++) {
            long entry = targets[index];
            long first = RawMemory.getLong(entry);
            if (first != 0) {
                RawMemory.putLong(addresses[index] + RowLayout.NEXT_OFFSET, first);
                repeated = true;
            }
            RawMemory.putLong(entry, addresses[index]);
        }
        return repeated;
    }

    private boolean insertSlots(int part, long[] addresses, long[] targets, int count) {
        long end = base + (((long) (part + 1) * (capacity >> partBits)) << SlotTable.SLOT_SHIFT);
        boolean repeated = false;
        for (int index = 0; index < count; index++) {
            long row = addresses[index];
            long key = RawMemory.getLong(row + RowLayout.KEY_OFFSET);
            long slot = targets[index];
            while (slot < end && RawMemory.getLong(slot + SlotTable.ROW) != 0 && RawMemory.getLong(slot) != key) {
                slot += SlotTable.SLOT_BYTES;
            }
            if (slot < end) {
                repeated |= enter(slot, key, row);
            } else {
                displace(part, row);
            }
        }
        return repeated;
    }

    /** Into a free slot, or in front of the chain of its key; returns whether there is one. */
    private static boolean enter(long slot, long key, long row) {
        long first = RawMemory.getLong(slot + SlotTable.ROW);
        RawMemory.putLong(slot, key);
        RawMemory.putLong(slot + SlotTable.ROW, row);
        if (first != 0) {
            RawMemory.putLong(row + RowLayout.NEXT_OFFSET, first);
        }
        return first != 0;
    }

    /** Rows that run over the end of their part wait in a chain of their own until no part is being written. */
    private void displace(int part, long row) {
        if (displaced == null) {
            throw new CarbideInternalException("Join table is not prepared");
        }
        RawMemory.putLong(row + RowLayout.NEXT_OFFSET, displaced[part]);
        displaced[part] = row;
    }

    private void placeDisplaced() {
        long[] chains = displaced == null ? new long[0] : displaced;
        long end = base + (capacity << SlotTable.SLOT_SHIFT);
        boolean repeated = false;
        for (long chain : chains) {
            long row = chain;
            while (row != 0) {
                long next = RawMemory.getLong(row + RowLayout.NEXT_OFFSET);
                RawMemory.putLong(row + RowLayout.NEXT_OFFSET, 0);
                long key = RawMemory.getLong(row + RowLayout.KEY_OFFSET);
                long slot = base + ((Hash.mix(key) >>> shift) << SlotTable.SLOT_SHIFT);
                while (RawMemory.getLong(slot + SlotTable.ROW) != 0 && RawMemory.getLong(slot) != key) {
                    slot += SlotTable.SLOT_BYTES;
                    slot = slot == end ? base : slot;
                }
                repeated |= enter(slot, key, row);
                row = next;
            }
        }
        displaced = null;
        if (repeated) {
            duplicates = true;
        }
    }

    /** A cursor for one worker over the finished table. */
    public TableProbe newProbe() {
        if (!sealed) {
            throw new CarbideInternalException("Join table probed before all parts are inserted");
        }
        return new TableProbe(this);
    }

    public long rows() {
        return rows.rows();
    }

    /** Whether no two rows have the same slot key. */
    public boolean keysUnique() {
        return !duplicates;
    }

    /** Whether exact keys index an array of rows. */
    public boolean isDense() {
        return dense;
    }

    /** The smallest slot key; more than {@link #maxKey()} if there are no rows. */
    public long minKey() {
        return minKey;
    }

    public long maxKey() {
        return maxKey;
    }

    /** The bytes of rows, slots and filter. */
    public long bytes() {
        return rows.bytes() + (page == null ? 0 : page.size()) + (filter == null ? 0 : filter.bytes());
    }

    @Nullable
    KeyFilter filter() {
        return filter;
    }

    long base() {
        return base;
    }

    long capacity() {
        return capacity;
    }

    int shift() {
        return shift;
    }

    @Override
    public void close() {
        rows.close();
        releaseSlots();
    }

    private void releaseSlots() {
        if (page != null) {
            page.free();
            page = null;
        }
        if (filter != null) {
            filter.close();
            filter = null;
        }
    }
}
