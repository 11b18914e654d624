package dev.carbide.operators.runtime;

import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.Schema;
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
    private final OperatorResources resources;
    private final List<SortWorker> workers = new ArrayList<>();

    /**
     * @param layout the fields of {@code schema}, then the encoded key as BINARY
     * @param limit rows of the result behind the offset, or {@link #ALL}
     */
    public SortState(Schema schema, RowLayout layout, long offset, long limit, OperatorResources resources) {
        this.schema = schema;
        this.order = RowOrder.byKey(layout, schema.size());
        this.offset = offset;
        this.limit = limit;
        this.resources = resources;
    }

    private boolean isTopN() {
        return limit != ALL;
    }

    /** Rows that count, the skipped ones included. */
    private long most() {
        return isTopN() && offset + limit >= 0 ? offset + limit : Long.MAX_VALUE;
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized SortWorker newWorker() {
        SortPart part = SortPart.create(order, most(), resources);
        SortWorker worker = isTopN()
                ? new TopNWorker(new TopNHeap(most(), order, part.pool(), resources.pages()), part, order)
                : new FullSortWorker(part);
        workers.add(worker);
        return worker;
    }

    @Override
    public void finish() {}

    @Override
    public synchronized Source openSource() {
        TopNHeap heap = null;
        for (SortWorker worker : workers) {
            if (worker instanceof TopNWorker topN) {
                if (heap == null) {
                    heap = topN.heap();
                } else {
                    heap.combine(topN.heap());
                }
            }
        }
        MemoryInput kept = heap == null || heap.size() == 0
                ? null
                : new MemoryInput(heap.sorted(resources.cancellation()), Long.MAX_VALUE);
        return new SortedSource(
                schema,
                order,
                workers.stream().map(SortWorker::part).toList(),
                kept,
                offset,
                isTopN() ? limit : Long.MAX_VALUE,
                resources);
    }

    @Override
    public synchronized void close() {
        closeAll(workers.size());
        workers.clear();
    }

    /** The last one first, all even if one fails. */
    private void closeAll(int count) {
        if (count > 0) {
            try {
                workers.get(count - 1).close();
            } finally {
                closeAll(count - 1);
            }
        }
    }
}
