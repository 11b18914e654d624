package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;

/** The shared state of a sort or top-N: the workers' sorted rows or heaps, which are merged when the result is read. */
public final class SortState implements SinkState {
    /** The limit of a full sort. */
    public static final long ALL = -1;

    private final Schema schema;
    private final RowOrder order;
    private final long offset;
    private final long limit;
    private final int batchRows;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final Cancellation cancellation;
    private final List<SortWorker> workers = new ArrayList<>();

    /**
     * @param layout the fields of {@code schema}, then the encoded key as BINARY
     * @param limit rows of the result behind the offset, or {@link #ALL}
     */
    public SortState(
            Schema schema,
            RowLayout layout,
            long offset,
            long limit,
            int batchRows,
            MemoryPool pool,
            PageAllocator pages,
            Cancellation cancellation) {
        this.schema = schema;
        this.order = RowOrder.byKey(layout, schema.size());
        this.offset = offset;
        this.limit = limit;
        this.batchRows = batchRows;
        this.pool = pool;
        this.pages = pages;
        this.cancellation = cancellation;
    }

    private boolean isTopN() {
        return limit != ALL;
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized SortWorker newWorker() {
        SortWorker worker = isTopN()
                ? new TopNWorker(offset + limit, order, pool, pages)
                : new FullSortWorker(order, cancellation, pool, pages);
        workers.add(worker);
        return worker;
    }

    @Override
    public void finish() {}

    @Override
    public synchronized Source openSource() {
        List<SortedRows> inputs = new ArrayList<>();
        TopNHeap heap = null;
        for (SortWorker worker : workers) {
            switch (worker) {
                case FullSortWorker full -> {
                    if (full.sorted() != null) {
                        inputs.add(full.sorted());
                    }
                }
                case TopNWorker topN -> {
                    if (heap == null) {
                        heap = topN.heap();
                    } else {
                        heap.combine(topN.heap());
                    }
                }
            }
        }
        SortedRows kept = heap == null ? null : heap.sorted(cancellation);
        if (kept != null) {
            inputs.add(kept);
        }
        return new SortedSource(
                schema,
                order.layout(),
                new SortedMerge(inputs, order),
                kept,
                offset,
                batchRows,
                pool,
                pages,
                cancellation);
    }

    @Override
    public synchronized void close() {
        workers.forEach(SortWorker::close);
        workers.clear();
    }
}
