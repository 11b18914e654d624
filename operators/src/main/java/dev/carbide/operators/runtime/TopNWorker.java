package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;

/** Keeps the first rows of an order; rows behind the threshold are not even written. */
final class TopNWorker extends SortWorker {
    private final TopNHeap heap;
    private final long[] candidates = new long[Batch.MAX_ROWS];
    private int count;

    /** @param limit rows to keep, the offset included */
    TopNWorker(long limit, RowOrder order, MemoryPool pool, PageAllocator pages) {
        heap = new TopNHeap(limit, order, pool, pages);
    }

    @Override
    public boolean admits(long prefix) {
        return Long.compareUnsigned(prefix, heap.threshold()) <= 0;
    }

    @Override
    public long allocate(int bytes) {
        return heap.allocate(bytes);
    }

    @Override
    void added(long row) {
        candidates[count++] = row;
    }

    @Override
    public void endChunk() {
        heap.offer(candidates, count);
        count = 0;
    }

    @Override
    public void complete() {}

    TopNHeap heap() {
        return heap;
    }

    @Override
    public void close() {
        heap.close();
    }
}
