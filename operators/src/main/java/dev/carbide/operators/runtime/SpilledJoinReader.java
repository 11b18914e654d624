package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryConsumer;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.row.RowGather;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.scan.BatchReader;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way through the partitions of a join that were written out: batches of probe rows, and the table they are to
 * be probed against. Between batches the table can be given up; it is read again, or a smaller part of it, for what is left
 * of the probe rows.
 */
public final class SpilledJoinReader extends MemoryConsumer implements BatchReader {
    private final SpilledJoinSource source;
    private final OperatorResources resources;
    private final RowLayout probeLayout;
    private final SpillBuffers buildBuffers;
    private final SpillBuffers probeBuffers;
    private final BatchBuilder builder;
    private final JoinProbe probe = new JoinProbe();
    private final Pin pin = newPin();
    private final long[] rows;
    /** Pieces of the partition under way that come after the one in the table. */
    private final ArrayDeque<SpilledPiece> pieces = new ArrayDeque<>();

    private @Nullable SpilledPiece piece;
    private @Nullable JoinTable table;
    private volatile long tableBytes;
    private @Nullable RunRows probeRows;

    private SpilledJoinReader(SpilledJoinSource source, MemoryPool pool) {
        super(
                pool,
                OperatorResources.CONSUMER_BYTES,
                source.spilled().resources().arbiter(),
                source.spilled().resources().counts());
        this.source = source;
        resources = source.spilled().resources();
        probeLayout = source.spilled().layout();
        SpillBuffers first = null;
        try {
            first = new SpillBuffers(pool, resources.pages());
            probeBuffers = new SpillBuffers(pool, resources.pages());
            buildBuffers = first;
        } catch (Throwable failure) {
            if (first != null) {
                first.close();
            }
            super.close();
            throw failure;
        }
        builder = new BatchBuilder(
                source.schema().fields().stream().map(Field::type).toList(),
                Batch.MAX_ROWS,
                resources.pool(),
                resources.pages());
        rows = new long[resources.batchRows()];
    }

    static SpilledJoinReader open(SpilledJoinSource source) {
        MemoryPool pool = source.spilled().pool().child("partition");
        try {
            return new SpilledJoinReader(source, pool);
        } catch (Throwable failure) {
            pool.close();
            throw failure;
        }
    }

    /** What this reader's worker probes. */
    public JoinProbe probe() {
        return probe;
    }

    @Override
    public void addPins(PinSet pins) {
        pins.addLasting(pin);
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            resources.cancellation().check();
            if (table == null && !openPiece()) {
                return null;
            }
            int count = probeRows == null ? 0 : probeRows.next(rows);
            if (count > 0) {
                source.read(count);
                builder.start();
                for (int field = 0; field < probeLayout.fieldCount(); field++) {
                    RowGather.field(probeLayout, field, rows, count, builder.column(field), 0);
                }
                return builder.view(count);
            }
            closePiece();
        }
    }

    /** Takes the next piece and builds its table; or divides a partition, and looks again. */
    private boolean openPiece() {
        while (true) {
            SpilledPiece next = piece != null ? piece : pieces.poll();
            if (next == null) {
                SpilledPartition partition = source.take();
                if (partition == null) {
                    return false;
                }
                next = SpilledPiece.of(partition);
            }
            piece = next;
            if (prepare(next)) {
                return true;
            }
        }
    }

    /** Loads the piece if there is room. If not, divides it in one way or the other and returns false. */
    private boolean prepare(SpilledPiece next) {
        if (ensureNow(next.loadedBytes())) {
            load(next);
            return true;
        }
        piece = null;
        if (next.mayBePartitioned() && partition(next.partition())) {
            return false;
        }
        int fits = next.size();
        while (fits > 1 && !pool().tryEnsure(next.first(fits).loadedBytes())) {
            fits = fits / 2;
        }
        if (fits == next.size()) {
            ensure(next.loadedBytes(), pin);
            piece = next;
            load(next);
            return true;
        }
        pieces.addFirst(next.rest(fits));
        pieces.addFirst(next.first(fits));
        return false;
    }

    private void load(SpilledPiece next) {
        RowLayout layout = source.spilled().build().layout();
        RowStore store = new RowStore(layout, pool(), resources.pages());
        JoinTable loaded = new JoinTable(layout, source.spilled().build().exact(), pool(), resources.pages());
        try {
            RunLoader loader = new RunLoader(store, buildBuffers, resources.cancellation());
            for (RunSegment segment : next.build()) {
                loader.load(segment);
            }
            loaded.add(store, loader.minKey(), loader.maxKey());
            loaded.build();
        } catch (Throwable failure) {
            store.close();
            loaded.close();
            throw failure;
        }
        table = loaded;
        tableBytes = loaded.bytes();
        probe.attach(loaded);
        probeRows = new RunRows(next.probe(), next.probeFrom(), probeLayout, probeBuffers, resources);
    }

    /** Writes both sides by the next bits of the slot key; false if that would not divide the build side. */
    private boolean partition(SpilledPartition partition) {
        PartitionedRuns build = new PartitionedRuns();
        PartitionedRuns probes = new PartitionedRuns();
        try {
            repartition(partition.build(), source.spilled().build().layout(), partition.level(), build);
            if (isDivided(build)) {
                repartition(partition.probe(), probeLayout, partition.level(), probes);
                source.divide(build, probes, partition.level() + 1);
                return true;
            }
        } catch (Throwable failure) {
            build.close();
            probes.close();
            throw failure;
        }
        build.close();
        return false;
    }

    private static boolean isDivided(PartitionedRuns runs) {
        long all = runs.rows();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            if (runs.rows(partition) > all - all / 8) {
                return false;
            }
        }
        return true;
    }

    private void repartition(List<RunSegment> segments, RowLayout layout, int level, PartitionedRuns to) {
        PartitionWriter writer = new PartitionWriter(layout, level, to, resources, probeBuffers, pool().path());
        try (RowStore store = new RowStore(layout, pool(), resources.pages())) {
            RunLoader loader = new RunLoader(store, buildBuffers, resources.cancellation());
            for (RunSegment segment : segments) {
                long needed = store.roomFor(segment.bytes());
                if (needed > 0 && store.rows() > 0 && !pool().tryEnsure(needed)) {
                    writer.write(store, false, resources.cancellation());
                    store.close();
                }
                loader.load(segment);
            }
            writer.write(store, false, resources.cancellation());
        }
    }

    private void closePiece() {
        piece = null;
        dropTable();
    }

    private void dropTable() {
        probe.attach(null);
        if (probeRows != null) {
            probeRows.close();
            probeRows = null;
        }
        JoinTable present = table;
        table = null;
        tableBytes = 0;
        if (present != null) {
            present.close();
        }
    }

    @Override
    protected long reclaimableBytes() {
        return tableBytes;
    }

    /** The rows are in files still: the table is dropped, and what is left of the probe rows remembered. */
    @Override
    protected void spill(long bytes) {
        SpilledPiece under = piece;
        RunRows left = probeRows;
        if (under != null && left != null) {
            piece = under.from(left.position());
        }
        dropTable();
    }

    @Override
    public void close() {
        super.close();
        dropTable();
        builder.close();
        buildBuffers.close();
        probeBuffers.close();
        pool().close();
    }
}
