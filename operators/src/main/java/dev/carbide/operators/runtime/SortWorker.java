package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;

/** One worker's rows of a sort or top-N. For one thread, until it is handed to the {@link SortState}. */
public final class SortWorker implements AutoCloseable {
    private final RowStore rows;

    SortWorker(RowLayout layout, MemoryPool pool, PageAllocator pages) {
        rows = new RowStore(layout, pool, pages);
    }

    /** Whether a row whose key begins with these 8 bytes (unsigned) can be among the rows kept. */
    public boolean admits(long prefix) {
        return true;
    }

    /** A new row; the caller writes its fields and calls {@link #add}. */
    public long allocate(int bytes) {
        return rows.allocate(bytes);
    }

    /** Takes the row allocated last. */
    public void add(long row, long prefix) {
        RawMemory.putLong(row + RowLayout.KEY_OFFSET, prefix);
    }

    RowStore rows() {
        return rows;
    }

    @Override
    public void close() {
        rows.close();
    }
}
