package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.row.RowLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that reached one probe of a pipeline while their partition of the build side was not in memory: written out
 * themselves, to be joined partition by partition afterwards.
 */
public final class ProbeSpillState implements AutoCloseable {
    private final RowLayout layout;
    private final JoinBuildState build;
    private final MemoryPool pool;
    private final PartitionedRuns runs = new PartitionedRuns();
    private final List<SpillableRows> workerRows = new ArrayList<>();

    /** @param layout the columns of the probe side; memory and cost are counted for the join, as those of its build side */
    public ProbeSpillState(RowLayout layout, JoinBuildState build) {
        this.layout = layout;
        this.build = build;
        this.pool = build.resources().consumers().child("probe side");
    }

    /** Whether tuples can come to the probe whose partition is not in memory. Inside the pin of the build side. */
    public boolean isNeeded() {
        return build.residentPartitions() < Partitions.COUNT && !build.runs().isEmpty();
    }

    /** Whether no partition is in memory: no tuple gets beyond the probe. */
    public boolean takesAll() {
        return build.residentPartitions() == 0;
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized JoinBuilder newWorker() {
        SpillableRows rows =
                SpillableRows.open(layout, pool, OperatorResources.CONSUMER_BYTES, runs, resources(), true);
        workerRows.add(rows);
        return new JoinBuilder(rows, build);
    }

    /**
     * No more rows come: everything is written out, and the table in memory, which has seen all it can, is given up.
     *
     * @return whether there is anything to join
     */
    public synchronized boolean seal() {
        for (SpillableRows rows : workerRows) {
            rows.seal();
            rows.writeOut();
            rows.close();
        }
        workerRows.clear();
        build.releaseTable();
        return !runs.isEmpty();
    }

    public JoinBuildState build() {
        return build;
    }

    PartitionedRuns runs() {
        return runs;
    }

    RowLayout layout() {
        return layout;
    }

    OperatorResources resources() {
        return build.resources();
    }

    MemoryPool pool() {
        return pool;
    }

    @Override
    public synchronized void close() {
        workerRows.forEach(SpillableRows::close);
        workerRows.clear();
        runs.close();
        pool.close();
    }
}
