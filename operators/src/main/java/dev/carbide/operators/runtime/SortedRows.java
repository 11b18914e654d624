package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.raw.RawMemory;
import org.jspecify.annotations.Nullable;

/** The addresses of rows in order; the rows belong to somebody else. Read by any number of threads. */
public final class SortedRows implements AutoCloseable {
    static final SortedRows EMPTY = new SortedRows(null, 0);

    static final int ENTRY_BYTES = 16;
    static final int ENTRY_SHIFT = 4;
    /** The row's address, behind 8 bytes for the sorter's use. */
    static final int ROW = 8;

    private @Nullable Page entries;
    private final long base;
    private final long size;

    /** Takes over the page. */
    SortedRows(@Nullable Page entries, long size) {
        this.entries = entries;
        this.base = entries == null ? 0 : entries.address();
        this.size = size;
    }

    public long size() {
        return size;
    }

    /** The address of row number {@code index}. */
    public long row(long index) {
        return RawMemory.getLong(base + (index << ENTRY_SHIFT) + ROW);
    }

    /** Puts up to {@code most} rows from number {@code from} on into {@code rows} and says how many. */
    public int read(long from, long[] rows, int most) {
        int count = (int) Math.min(most, size - from);
        long at = base + (from << ENTRY_SHIFT) + ROW;
        for (int index = 0; index < count; index++) {
            rows[index] = RawMemory.getLong(at);
            at += ENTRY_BYTES;
        }
        return count;
    }

    @Override
    public void close() {
        if (entries != null) {
            entries.free();
            entries = null;
        }
    }
}
