package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.operators.scan.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first {@code limit} rows of an order out of any number. Candidates are allocated here, filled in by the caller
 * and offered; the memory of rejected ones is used again, so that about twice the rows kept are held. Not thread-safe.
 */
public final class TopNHeap implements AutoCloseable {
    private static final long FIRST_ENTRIES = 256;
    /** Dropped rows are cleared away when they make up more than half, but not before so many bytes. */
    private static final long TOLERATED_GARBAGE = 64 << 10;

    private final long limit;
    private final RowOrder order;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private RowStore rows;
    private long usedBytes;
    private long liveBytes;

    /** A binary heap of {prefix, row}, the last row of the order at its top. */
    private @Nullable Page heap;

    private long base;
    private long size;

    public TopNHeap(long limit, RowOrder order, MemoryPool pool, PageAllocator pages) {
        this.limit = limit;
        this.order = order;
        this.pool = pool;
        this.pages = pages;
        this.rows = new RowStore(order.layout(), pool, pages);
    }

    /**
     * A row with a larger prefix, unsigned, is surely not among the first: it need not be offered. All bits set as long as
     * there is room.
     */
    public long threshold() {
        if (size < limit) {
            return -1;
        }
        return size == 0 ? 0 : RawMemory.getLong(base);
    }

    /** Whether there are as many rows as can be kept. */
    boolean isFull() {
        return size == limit;
    }

    /** The memory of the rows and of the heap over them. */
    long bytes() {
        return usedBytes + (size << SortedRows.ENTRY_SHIFT);
    }

    /** A new row to be filled in and offered, as from {@link RowStore#allocate(int)}. */
    public long allocate(int bytes) {
        long row = rows.allocate(bytes);
        usedBytes += order.layout().rowBytes(row);
        return row;
    }

    /**
     * Decides on rows from {@link #allocate}, whose slot key (the prefix) and key are written. Addresses of all rows given
     * out so far are void afterwards.
     */
    public void offer(long[] candidates, int count) {
        for (int index = 0; index < count; index++) {
            consider(candidates[index]);
        }
        if (usedBytes > 2 * liveBytes + TOLERATED_GARBAGE) {
            compact();
        }
    }

    private void consider(long row) {
        if (size < limit) {
            makeRoom();
            siftUp(size++, RowOrder.prefix(row), row);
            liveBytes += order.layout().rowBytes(row);
        } else if (size > 0 && order.compare(row, row(0)) < 0) {
            liveBytes += order.layout().rowBytes(row) - order.layout().rowBytes(row(0));
            siftDown(RowOrder.prefix(row), row);
        }
    }

    private void makeRoom() {
        long bytes = size << SortedRows.ENTRY_SHIFT;
        Page old = heap;
        if (old != null && bytes + SortedRows.ENTRY_BYTES <= old.size()) {
            return;
        }
        Page larger = pages.allocate(pool, Math.max(FIRST_ENTRIES << SortedRows.ENTRY_SHIFT, 2 * bytes));
        if (old != null) {
            RawMemory.copy(old.address(), larger.address(), bytes);
            old.free();
        }
        heap = larger;
        base = larger.address();
    }

    private long entry(long index) {
        return base + (index << SortedRows.ENTRY_SHIFT);
    }

    /** The address of one of the rows kept; in no order. */
    long row(long index) {
        return RawMemory.getLong(entry(index) + SortedRows.ROW);
    }

    private boolean isBefore(long prefix, long row, long index) {
        long other = RawMemory.getLong(entry(index));
        return prefix == other ? order.compareKeys(row, row(index)) < 0 : Long.compareUnsigned(prefix, other) < 0;
    }

    private void put(long index, long prefix, long row) {
        RawMemory.putLong(entry(index), prefix);
        RawMemory.putLong(entry(index) + SortedRows.ROW, row);
    }

    private void siftUp(long from, long prefix, long row) {
        long hole = from;
        while (hole > 0) {
            long parent = (hole - 1) >>> 1;
            if (isBefore(prefix, row, parent)) {
                break;
            }
            put(hole, RawMemory.getLong(entry(parent)), row(parent));
            hole = parent;
        }
        put(hole, prefix, row);
    }

    /** Replaces the top. */
    private void siftDown(long prefix, long row) {
        long hole = 0;
        for (long child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && isBefore(RawMemory.getLong(entry(child)), row(child), child + 1)) {
                child++;
            }
            if (!isBefore(prefix, row, child)) {
                break;
            }
            put(hole, RawMemory.getLong(entry(child)), row(child));
            hole = child;
        }
        put(hole, prefix, row);
    }

    private void compact() {
        RowStore kept = new RowStore(order.layout(), pool, pages);
        try {
            for (long index = 0; index < size; index++) {
                RawMemory.putLong(entry(index) + SortedRows.ROW, copy(row(index), kept));
            }
        } catch (Throwable e) {
            kept.close();
            throw e;
        }
        rows.close();
        rows = kept;
        usedBytes = liveBytes;
    }

    private long copy(long row, RowStore to) {
        int bytes = order.layout().rowBytes(row);
        long copy = to.allocate(bytes);
        RawMemory.copy(row, copy, bytes);
        return copy;
    }

    /** Offers all rows of another heap of the same order, by copying those that may be among the first. */
    public void combine(TopNHeap other) {
        long[] one = new long[1];
        for (long index = 0; index < other.size; index++) {
            long row = other.row(index);
            if (size < limit || order.compare(row, row(0)) < 0) {
                long copy = copy(row, rows);
                usedBytes += order.layout().rowBytes(copy);
                one[0] = copy;
                offer(one, 1);
            }
        }
    }

    /** How many rows are kept. */
    public long size() {
        return size;
    }

    /** The rows kept, in order, valid as long as this heap is open and nothing more is offered. Call once. */
    public SortedRows sorted(Cancellation cancellation) {
        Page entries = heap;
        if (entries == null) {
            return SortedRows.EMPTY;
        }
        SortedRows sorted = new RowSorter(order, cancellation, pool, pages).sort(entries, size);
        heap = null;
        size = 0;
        return sorted;
    }

    @Override
    public void close() {
        rows.close();
        if (heap != null) {
            heap.free();
            heap = null;
        }
        size = 0;
        usedBytes = 0;
        liveBytes = 0;
    }
}
