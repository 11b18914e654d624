package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowScan;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.operators.scan.Cancellation;
import java.util.Arrays;

/**
 * Sorts rows by 16-byte entries {prefix, row address}: by the highest eight bits that differ while there are many, by 16
 * bits in two passes when they fit a cache, by insertion when they are few. Entries whose prefixes are equal get the next
 * eight bytes of their keys as prefixes and are sorted again. Not stable; not thread-safe.
 */
public final class RowSorter {
    /** Up to so many entries are sorted by insertion. */
    private static final int FEW = 24;
    /** Up to so many entries and their copy fit a second-level cache. */
    private static final int CACHED = 1 << 14;
    /** Entries that loops pass over before they look whether the query was cancelled: bytes. */
    private static final long POLLED = (long) SortedRows.ENTRY_BYTES << 16;

    private static final int RADIX_BITS = 8;
    private static final int RADIX = 1 << RADIX_BITS;

    private final RowOrder order;
    private final Cancellation cancellation;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final int[] next = new int[RADIX];

    private long entries;
    private long copies;

    public RowSorter(RowOrder order, Cancellation cancellation, MemoryPool pool, PageAllocator pages) {
        this.order = order;
        this.cancellation = cancellation;
        this.pool = pool;
        this.pages = pages;
    }

    /** The most that sorting so many rows takes from the pool, with the result. */
    static long bytes(long rows, PageAllocator pages) {
        return rows == 0 ? 0 : 2 * pages.pageSizeFor(rows << SortedRows.ENTRY_SHIFT);
    }

    /**
     * The rows of the store in order.
     *
     * @throws dev.carbide.offheap.error.MemoryLimitException if there is no room for 32 bytes per row; half of them are
     *     free again afterwards
     */
    public SortedRows sort(RowStore rows) {
        if (rows.rows() == 0) {
            return SortedRows.EMPTY;
        }
        Page page = pages.allocate(pool, rows.rows() << SortedRows.ENTRY_SHIFT);
        try {
            fill(rows.scan(), page.address());
            return sort(page, rows.rows());
        } catch (Throwable e) {
            page.free();
            throw e;
        }
    }

    private void fill(RowScan scan, long base) {
        long[] batch = new long[Batch.MAX_ROWS];
        long to = base;
        for (int count = scan.next(batch); count > 0; count = scan.next(batch)) {
            cancellation.check();
            for (int index = 0; index < count; index++) {
                RawMemory.putLong(to, RowOrder.prefix(batch[index]));
                RawMemory.putLong(to + SortedRows.ROW, batch[index]);
                to += SortedRows.ENTRY_BYTES;
            }
        }
    }

    /** Sorts {@code size} entries at the start of a page, which the result takes over; after a failure it is the caller's. */
    SortedRows sort(Page page, long size) {
        if (size > FEW) {
            Page copy = pages.allocate(pool, size << SortedRows.ENTRY_SHIFT);
            try {
                sort(page.address(), copy.address(), size);
            } finally {
                copy.free();
            }
        } else {
            insertionSort(page.address(), (int) size);
        }
        return new SortedRows(page, size);
    }

    private void sort(long from, long scratch, long size) {
        entries = from;
        copies = scratch;
        sort(from, size, 0);
    }

    /**
     * Sorts entries whose keys agree in the first {@code depth} bytes and whose prefixes are the bytes from there. Recursion
     * leaves out the largest part, so it goes no deeper than the logarithm of the size, whatever the keys.
     */
    private void sort(long from, long size, int depth) {
        long start = from;
        long left = size;
        int agreed = depth;
        while (left > FEW) {
            cancellation.check();
            long differing = differingBits(start, left);
            if (differing == 0) {
                if (!order.hasMore(row(start), agreed + Long.BYTES)) {
                    return;
                }
                agreed += Long.BYTES;
                loadPrefixes(start, left, agreed);
                continue;
            }
            long largest = left > CACHED
                    ? scatter(start, left, differing, agreed)
                    : radixSort(start, (int) left, differing, agreed);
            start = largestStart;
            left = largest;
        }
        insertionSort(start, (int) left);
    }

    /** Where the part begins that {@link #scatter} or {@link #radixSort} has left to its caller. */
    private long largestStart;

    private static long differingBits(long from, long size) {
        long end = from + (size << SortedRows.ENTRY_SHIFT);
        long first = RawMemory.getLong(from);
        long differing = 0;
        for (long at = from; at < end; at += SortedRows.ENTRY_BYTES) {
            differing |= RawMemory.getLong(at) ^ first;
        }
        return differing;
    }

    private void loadPrefixes(long from, long size, int depth) {
        long end = from + (size << SortedRows.ENTRY_SHIFT);
        for (long start = from; start < end; start += POLLED >> 4) {
            cancellation.check();
            long past = Math.min(end, start + (POLLED >> 4));
            for (long at = start; at < past; at += SortedRows.ENTRY_BYTES) {
                RawMemory.putLong(at, order.prefixAt(row(at), depth));
            }
        }
    }

    /** Distributes by the highest eight differing bits and sorts all buckets but the largest, whose size it returns. */
    private long scatter(long from, long size, long differing, int depth) {
        int shift = Math.max(0, Long.SIZE - RADIX_BITS - Long.numberOfLeadingZeros(differing));
        long[] starts = new long[RADIX + 1];
        long end = from + (size << SortedRows.ENTRY_SHIFT);
        for (long at = from; at < end; at += POLLED) {
            cancellation.check();
            count(at, Math.min(end, at + POLLED), shift, starts);
        }
        for (int bucket = 0; bucket < RADIX; bucket++) {
            starts[bucket + 1] += starts[bucket];
        }
        long to = copyOf(from);
        long[] next = Arrays.copyOf(starts, RADIX);
        for (long at = from; at < end; at += POLLED) {
            cancellation.check();
            distribute(at, Math.min(end, at + POLLED), shift, to, next);
        }
        RawMemory.copy(to, from, size << SortedRows.ENTRY_SHIFT);
        int largest = 0;
        for (int bucket = 1; bucket < RADIX; bucket++) {
            if (starts[bucket + 1] - starts[bucket] > starts[largest + 1] - starts[largest]) {
                largest = bucket;
            }
        }
        for (int bucket = 0; bucket < RADIX; bucket++) {
            long count = starts[bucket + 1] - starts[bucket];
            if (bucket != largest && count > 1) {
                sort(from + (starts[bucket] << SortedRows.ENTRY_SHIFT), count, depth);
            }
        }
        largestStart = from + (starts[largest] << SortedRows.ENTRY_SHIFT);
        return starts[largest + 1] - starts[largest];
    }

    private static void count(long from, long end, int shift, long[] counts) {
        for (long at = from; at < end; at += SortedRows.ENTRY_BYTES) {
            counts[(int) (RawMemory.getLong(at) >>> shift & RADIX - 1) + 1]++;
        }
    }

    private static void distribute(long from, long end, int shift, long to, long[] next) {
        for (long at = from; at < end; at += SortedRows.ENTRY_BYTES) {
            long prefix = RawMemory.getLong(at);
            int bucket = (int) (prefix >>> shift & RADIX - 1);
            long target = to + (next[bucket]++ << SortedRows.ENTRY_SHIFT);
            RawMemory.putLong(target, prefix);
            RawMemory.putLong(target + SortedRows.ROW, RawMemory.getLong(at + SortedRows.ROW));
        }
    }

    private long copyOf(long entry) {
        return copies + (entry - entries);
    }

    /** Sorts by the highest 16 differing bits, then all groups in which these agree but the largest, whose size it returns. */
    private long radixSort(long from, int size, long differing, int depth) {
        int shift = Math.max(0, Long.SIZE - 2 * RADIX_BITS - Long.numberOfLeadingZeros(differing));
        pass(from, size, shift, copyOf(from));
        pass(copyOf(from), size, shift + RADIX_BITS, from);
        long end = from + ((long) size << SortedRows.ENTRY_SHIFT);
        long largest = 0;
        long largestAt = from;
        for (long group = from; group < end; ) {
            long past = groupEnd(group, end, shift);
            long count = past - group >> SortedRows.ENTRY_SHIFT;
            if (count > largest) {
                if (largest > 1) {
                    sort(largestAt, largest, depth);
                }
                largest = count;
                largestAt = group;
            } else if (count > 1) {
                sort(group, count, depth);
            }
            group = past;
        }
        largestStart = largestAt;
        return largest;
    }

    private static long groupEnd(long group, long end, int shift) {
        long digits = RawMemory.getLong(group) >>> shift;
        long at = group + SortedRows.ENTRY_BYTES;
        while (at < end && RawMemory.getLong(at) >>> shift == digits) {
            at += SortedRows.ENTRY_BYTES;
        }
        return at;
    }

    /** A stable counting pass over eight bits. */
    private void pass(long from, int size, int shift, long to) {
        Arrays.fill(next, 0);
        long end = from + ((long) size << SortedRows.ENTRY_SHIFT);
        for (long at = from; at < end; at += SortedRows.ENTRY_BYTES) {
            next[(int) (RawMemory.getLong(at) >>> shift) & RADIX - 1]++;
        }
        int start = 0;
        for (int bucket = 0; bucket < RADIX; bucket++) {
            int count = next[bucket];
            next[bucket] = start;
            start += count;
        }
        for (long at = from; at < end; at += SortedRows.ENTRY_BYTES) {
            long prefix = RawMemory.getLong(at);
            long target = to + ((long) next[(int) (prefix >>> shift) & RADIX - 1]++ << SortedRows.ENTRY_SHIFT);
            RawMemory.putLong(target, prefix);
            RawMemory.putLong(target + SortedRows.ROW, RawMemory.getLong(at + SortedRows.ROW));
        }
    }

    private void insertionSort(long from, int size) {
        long end = from + ((long) size << SortedRows.ENTRY_SHIFT);
        for (long at = from + SortedRows.ENTRY_BYTES; at < end; at += SortedRows.ENTRY_BYTES) {
            long prefix = RawMemory.getLong(at);
            long row = row(at);
            long hole = at;
            while (hole > from && isLess(prefix, row, hole - SortedRows.ENTRY_BYTES)) {
                RawMemory.putLong(hole, RawMemory.getLong(hole - SortedRows.ENTRY_BYTES));
                RawMemory.putLong(hole + SortedRows.ROW, row(hole - SortedRows.ENTRY_BYTES));
                hole -= SortedRows.ENTRY_BYTES;
            }
            RawMemory.putLong(hole, prefix);
            RawMemory.putLong(hole + SortedRows.ROW, row);
        }
    }

    private boolean isLess(long prefix, long row, long entry) {
        long other = RawMemory.getLong(entry);
        return prefix == other ? order.compareKeys(row, row(entry)) < 0 : Long.compareUnsigned(prefix, other) < 0;
    }

    private static long row(long entry) {
        return RawMemory.getLong(entry + SortedRows.ROW);
    }
}
