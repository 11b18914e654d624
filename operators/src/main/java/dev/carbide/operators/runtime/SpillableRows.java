package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryConsumer;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.operators.scan.Cancellation;

/** Rows that one worker collects, and which are written out by partition when memory is short: the sides of a join. */
final class SpillableRows extends MemoryConsumer {
    private final RowStore rows;
    private final SpillBuffers buffers;
    private final PartitionWriter writer;
    private final boolean marked;
    private final Cancellation cancellation;
    private final Pin pin = newPin();
    private boolean sealed;
    private boolean released;

    private SpillableRows(
            RowLayout layout,
            MemoryPool pool,
            long keptBytes,
            PartitionedRuns runs,
            OperatorResources resources,
            boolean marked) {
        super(pool, keptBytes, resources.arbiter(), resources.counts());
        this.marked = marked;
        this.cancellation = resources.cancellation();
        this.rows = new RowStore(layout, pool, resources.pages());
        try {
            this.buffers = new SpillBuffers(pool, resources.pages());
        } catch (Throwable failure) {
            super.close();
            throw failure;
        }
        this.writer = new PartitionWriter(layout, 0, runs, resources, buffers, pool.path());
    }

    /**
     * @param parent of a pool of their own
     * @param keptBytes guaranteed to it
     * @param runs where they are written to
     * @param marked whether rows are marked that are not to be written
     */
    static SpillableRows open(
            RowLayout layout,
            MemoryPool parent,
            long keptBytes,
            PartitionedRuns runs,
            OperatorResources resources,
            boolean marked) {
        MemoryPool pool = parent.child("rows");
        try {
            return new SpillableRows(layout, pool, keptBytes, runs, resources, marked);
        } catch (Throwable failure) {
            pool.close();
            throw failure;
        }
    }

    RowStore rows() {
        return rows;
    }

    Pin pin() {
        return pin;
    }

    /** Makes room for rows of so many bytes in all; those collected before may have been written out then. */
    void prepare(long bytes) {
        long most = rows.roomFor(bytes);
        if (most > 0 && !pool().tryEnsure(most)) {
            rows.startSmall();
            ensure(() -> rows.roomFor(bytes), pin);
        }
    }

    @Override
    protected void spill(long bytes) {
        writeOut();
    }

    /** Writes all rows out and frees them. */
    void writeOut() {
        writer.write(rows, marked, cancellation);
        rows.close();
    }

    /** Nothing is added any more, and nothing written out but by the owner. */
    void seal() {
        if (!sealed) {
            sealed = true;
            super.close();
        }
    }

    /** After {@link #seal}: no work space is needed any more. */
    void releaseWorkSpace() {
        if (!released) {
            released = true;
            buffers.close();
            pool().guarantee(0);
        }
    }

    @Override
    public void close() {
        seal();
        releaseWorkSpace();
        rows.close();
        pool().close();
    }
}
