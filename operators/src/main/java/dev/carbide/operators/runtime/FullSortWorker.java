package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.operators.scan.Cancellation;
import org.jspecify.annotations.Nullable;

/** Keeps all rows and sorts its own at the end of its input. */
final class FullSortWorker extends SortWorker {
    private final RowStore rows;
    private final RowSorter sorter;
    private @Nullable SortedRows sorted;

    FullSortWorker(RowOrder order, Cancellation cancellation, MemoryPool pool, PageAllocator pages) {
        rows = new RowStore(order.layout(), pool, pages);
        sorter = new RowSorter(order, cancellation, pool, pages);
    }

    @Override
    public boolean admits(long prefix) {
        return true;
    }

    @Override
    public long allocate(int bytes) {
        return rows.allocate(bytes);
    }

    @Override
    void added(long row) {}

    @Override
    public void endChunk() {}

    @Override
    public void complete() {
        sorted = sorter.sort(rows);
    }

    /** After {@link #complete}; null when the worker never got there. */
    @Nullable
    SortedRows sorted() {
        return sorted;
    }

    @Override
    public void close() {
        if (sorted != null) {
            sorted.close();
            sorted = null;
        }
        rows.close();
    }
}
