package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;

/** The shared state of a join's build side: the workers' rows, and the table over them once all have finished. */
public final class JoinBuildState implements SinkState {
    private final RowLayout layout;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final List<JoinBuilder> builders = new ArrayList<>();
    private final JoinTable table;

    /** @param exact whether slot keys are keys, not hashes */
    public JoinBuildState(RowLayout layout, boolean exact, MemoryPool pool, PageAllocator pages) {
        this.layout = layout;
        this.pool = pool;
        this.pages = pages;
        this.table = new JoinTable(layout, exact, pool, pages);
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized JoinBuilder newWorker() {
        JoinBuilder builder = new JoinBuilder(layout, pool, pages);
        builders.add(builder);
        return builder;
    }

    @Override
    public void finish() {
        builders.forEach(table::add);
        table.build();
    }

    /** After {@link #finish}. */
    public JoinTable table() {
        return table;
    }

    @Override
    public Source openSource() {
        throw new CarbideInternalException("A join's build side is probed, not scanned");
    }

    @Override
    public synchronized void close() {
        table.close();
        builders.forEach(JoinBuilder::close);
        builders.clear();
    }
}
