package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryConsumer;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of a join's build side: the workers' rows, and the table over them once all have finished.
 *
 * <p>Rows are written out by partition when memory is short. When all workers have finished, as many partitions as fit are
 * in memory, all of them if nothing was written: those below {@link #residentPartitions}. The rest is joined later, against
 * probe rows that are written out too. While it is probed, it can still be given up between batches: then no partition is
 * in memory any more.
 */
public final class JoinBuildState implements SinkState {
    /** What a worker's part keeps, so that all of them and the buffers here stay within what an operator can always have. */
    private static final long BUILDER_BYTES = OperatorResources.CONSUMER_BYTES - SpillBuffers.bytes();

    private final RowLayout layout;
    private final boolean exact;
    private final OperatorResources resources;
    private final MemoryPool pool;
    private final MemoryPool bufferPool;
    private final PartitionedRuns runs = new PartitionedRuns();
    private final List<SpillableRows> workerRows = new ArrayList<>();
    private final List<JoinBuilder> builders = new ArrayList<>();
    private final Sealed sealed;
    private final Pin pin;

    // Change inside the pin of the state, or while it is claimed.
    private volatile @Nullable JoinTable table;
    private volatile int resident;
    private volatile long tableBytes;
    private volatile boolean written;
    private boolean closed;

    /** @param exact whether slot keys are keys, not hashes */
    public JoinBuildState(RowLayout layout, boolean exact, OperatorResources resources) {
        this.layout = layout;
        this.exact = exact;
        this.resources = resources;
        this.pool = resources.consumers().child("table");
        this.bufferPool = pool.child("buffers");
        try {
            bufferPool.guarantee(SpillBuffers.bytes());
            this.sealed = new Sealed();
        } catch (Throwable failure) {
            bufferPool.close();
            pool.close();
            throw failure;
        }
        this.pin = sealed.newPin();
    }

    OperatorResources resources() {
        return resources;
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized JoinBuilder newWorker() {
        SpillableRows rows = SpillableRows.open(layout, pool, BUILDER_BYTES, runs, resources, false);
        workerRows.add(rows);
        JoinBuilder builder = new JoinBuilder(rows, null);
        builders.add(builder);
        return builder;
    }

    @Override
    public void finish() {
        if (!pin.tryEnter(() -> {})) {
            throw new CarbideInternalException("A join's build side is written out before it is complete");
        }
        try {
            workerRows.forEach(SpillableRows::seal);
            written = !runs.isEmpty();
            if (written || !buildInMemory()) {
                workerRows.forEach(SpillableRows::writeOut);
                workerRows.forEach(SpillableRows::releaseWorkSpace);
                written = true;
                loadWhatFits();
            }
        } finally {
            pin.exit();
        }
    }

    /** Whether the table over all rows is built; if there is no room for it, the rows are written out instead. */
    private boolean buildInMemory() {
        JoinTable all = new JoinTable(layout, exact, pool, resources.pages());
        table = all;
        builders.forEach(all::add);
        workerRows.forEach(SpillableRows::releaseWorkSpace);
        if (!sealed.ensureNow(all.indexBytes())) {
            sealed.spill(Long.MAX_VALUE);
            return false;
        }
        all.build();
        tableBytes = all.bytes();
        resident = Partitions.COUNT;
        pool.tryEnsure(0);
        return true;
    }

    /** Everything is in files: reads back as many partitions as half of the memory that is free holds. */
    private void loadWhatFits() {
        int partitions = Partitions.COUNT;
        while (partitions > 0 && !pool.tryEnsure(2 * loadedBytes(partitions))) {
            partitions = partitions > 8 ? partitions - 8 : partitions - 1;
        }
        if (partitions == 0) {
            pool.tryEnsure(0);
            return;
        }
        JoinTable some = new JoinTable(layout, exact, pool, resources.pages());
        table = some;
        RowStore rows = new RowStore(layout, pool, resources.pages());
        try {
            RunLoader loader = new RunLoader(rows, sealed.buffers, resources.cancellation());
            for (int partition = 0; partition < partitions; partition++) {
                for (RunSegment segment : runs.segments(partition)) {
                    loader.load(segment);
                }
            }
            some.add(rows, loader.minKey(), loader.maxKey());
        } catch (Throwable failure) {
            rows.close();
            throw failure;
        }
        some.build();
        tableBytes = some.bytes();
        resident = partitions;
        pool.tryEnsure(0);
    }

    private long loadedBytes(int partitions) {
        long rows = 0;
        long bytes = 0;
        for (int partition = 0; partition < partitions; partition++) {
            rows += runs.rows(partition);
            bytes += runs.bytes(partition);
        }
        return loadedBytes(rows, bytes);
    }

    /** What rows take in memory with their table, at most. */
    static long loadedBytes(long rows, long bytes) {
        return bytes + bytes / 8 + Math.min(bytes, 1 << 20) + (64 << 10) + JoinTable.indexBytes(rows);
    }

    /** A cursor for one worker; used inside its pin of this state. */
    public JoinProbe newProbe() {
        return new JoinProbe(this);
    }

    /** A pin for one more worker that probes. */
    public Pin newPin() {
        return sealed.newPin();
    }

    /** How many partitions, from the first, the table in memory holds. Changes only while no pin is in use. */
    int residentPartitions() {
        return resident;
    }

    @Nullable
    JoinTable residentTable() {
        return resident == 0 ? null : table;
    }

    /** Rows of all partitions, if any was written out. */
    PartitionedRuns runs() {
        return runs;
    }

    RowLayout layout() {
        return layout;
    }

    boolean exact() {
        return exact;
    }

    /** Rows in memory. */
    public long residentRows() {
        JoinTable present = residentTable();
        return present == null ? 0 : present.rows();
    }

    /** The table is not needed any more; what was written out still is. No worker probes it. */
    void releaseTable() {
        if (pin.tryEnter(() -> {})) {
            try {
                dropTable();
            } finally {
                pin.exit();
            }
        }
    }

    private void dropTable() {
        JoinTable present = table;
        table = null;
        tableBytes = 0;
        resident = 0;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public Source openSource() {
        throw new CarbideInternalException("A join's build side is probed, not scanned");
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        sealed.close();
        dropTable();
        workerRows.forEach(SpillableRows::close);
        sealed.buffers.close();
        bufferPool.close();
        runs.close();
        pool.close();
    }

    /** The finished build side as something that can be written out. */
    private final class Sealed extends MemoryConsumer {
        private final SpillBuffers buffers;

        Sealed() {
            super(JoinBuildState.this.pool, 0, resources.arbiter(), resources.counts());
            try {
                buffers = new SpillBuffers(bufferPool, resources.pages());
            } catch (Throwable failure) {
                super.close();
                throw failure;
            }
        }

        @Override
        protected long reclaimableBytes() {
            return tableBytes;
        }

        @Override
        protected boolean hasSpilled() {
            return written || super.hasSpilled();
        }

        /** All at once: its rows lie in no order that would let some go. What has come from files is only dropped. */
        @Override
        protected void spill(long bytes) {
            JoinTable present = table;
            if (present == null) {
                return;
            }
            if (!written) {
                new PartitionWriter(layout, 0, runs, resources, buffers, pool().path())
                        .write(present.store(), false, resources.cancellation());
                written = true;
            }
            dropTable();
        }
    }
}
