package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared state of an aggregation: the workers' tables, side by side. They are merged when the result is read, one
 * radix partition per morsel.
 */
public final class AggregateState implements SinkState {
    private final GroupShape shape;
    private final int batchRows;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final Cancellation cancellation;
    private final List<AggregateWorker> workers = new ArrayList<>();

    public AggregateState(
            GroupShape shape, int batchRows, MemoryPool pool, PageAllocator pages, Cancellation cancellation) {
        this.shape = shape;
        this.batchRows = batchRows;
        this.pool = pool;
        this.pages = pages;
        this.cancellation = cancellation;
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized AggregateWorker newWorker() {
        AggregateWorker worker = new AggregateWorker(shape, pool, pages);
        workers.add(worker);
        return worker;
    }

    @Override
    public void finish() {
        if (shape.isGlobal() && workers.isEmpty()) {
            newWorker();
        }
        if (shape.isGlobal()) {
            workers.getFirst().global();
        }
    }

    @Override
    public Source openSource() {
        return new AggregateSource(shape, List.copyOf(workers), batchRows, pool, pages, cancellation);
    }

    @Override
    public synchronized void close() {
        workers.forEach(AggregateWorker::close);
        workers.clear();
    }
}
