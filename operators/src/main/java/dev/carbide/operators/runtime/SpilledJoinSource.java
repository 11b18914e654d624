package dev.carbide.operators.runtime;

import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The probe rows of a join that were written out, partition by partition. A reader loads the partition's build rows into a
 * table of its own first, which its worker probes. Partitions that are too large are divided by the next bits of the slot
 * key; where that does not help, because the rows have one key, they are joined a piece of the build side at a time.
 */
public final class SpilledJoinSource implements Source {
    private final Schema schema;
    private final ProbeSpillState spilled;
    private final long probeRows;
    private final AtomicLong readRows = new AtomicLong();
    // Guarded by this.
    private final ArrayDeque<SpilledPartition> partitions = new ArrayDeque<>();
    private final List<PartitionedRuns> divided = new ArrayList<>();

    /** @param schema of the probe side */
    public SpilledJoinSource(Schema schema, ProbeSpillState spilled) {
        this.schema = schema;
        this.spilled = spilled;
        this.probeRows = spilled.runs().rows();
        add(spilled.build().runs(), spilled.runs(), 1);
    }

    /** Adds what has rows on both sides. */
    private synchronized void add(PartitionedRuns build, PartitionedRuns probe, int level) {
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            if (build.rows(partition) > 0 && probe.rows(partition) > 0) {
                partitions.add(new SpilledPartition(build.segments(partition), probe.segments(partition), level, true));
            }
        }
    }

    /** The partitions of a partition, in files that this source deletes at the end. */
    synchronized void divide(PartitionedRuns build, PartitionedRuns probe, int level) {
        divided.add(build);
        divided.add(probe);
        add(build, probe, level);
    }

    synchronized @Nullable SpilledPartition take() {
        return partitions.poll();
    }

    Schema schema() {
        return schema;
    }

    ProbeSpillState spilled() {
        return spilled;
    }

    void read(long rows) {
        readRows.addAndGet(rows);
    }

    @Override
    public BatchReader newReader() {
        return SpilledJoinReader.open(this);
    }

    @Override
    public synchronized int maxReaders() {
        return Math.max(1, partitions.size());
    }

    @Override
    public double progress() {
        return probeRows == 0 ? 1 : Math.min(1, (double) readRows.get() / probeRows);
    }

    @Override
    public synchronized void close() {
        divided.forEach(PartitionedRuns::close);
        divided.clear();
    }
}
