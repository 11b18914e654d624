package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.scan.BatchReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the groups of one morsel after the other: of a partition in memory, which {@link GroupMerge} merges in place, or of a
 * range of runs, which {@link GroupRangeReader} merges. What is left of a morsel can be written out between two calls of
 * {@link #next}. For one thread at a time.
 */
final class AggregateReader implements BatchReader {
    private final AggregateGroups groups;
    private final OperatorResources resources;
    private final GroupShape shape;
    private final BatchBuilder builder;
    private final AggregateResult result;
    private final long[] rows;
    private final int[] unequal = new int[Batch.MAX_ROWS];
    private final @Nullable GroupRangeReader onDisk;
    private final @Nullable Pin sharedPin;
    private @Nullable GroupMerge merge;
    private boolean partitionOpen;

    AggregateReader(AggregateGroups groups) {
        this.groups = groups;
        this.resources = groups.resources();
        this.shape = groups.shape();
        this.rows = new long[resources.batchRows()];
        this.result = new AggregateResult(shape);
        this.builder = new BatchBuilder(
                shape.schema().fields().stream().map(Field::type).toList(),
                Batch.MAX_ROWS,
                resources.pool(),
                resources.pages());
        GroupMemory shared = groups.memory();
        // before memory is taken: from now on groups that nobody reads yet can be written out for it
        this.sharedPin = shared == null ? null : shared.newPin();
        this.onDisk = shared == null ? null : newRangeReader(sharedPin);
        groups.add(this);
    }

    private GroupRangeReader newRangeReader(Pin pin) {
        try {
            return new GroupRangeReader(groups);
        } catch (Throwable refused) {
            pin.close();
            throw refused;
        }
    }

    @Override
    public void addPins(PinSet pins) {
        if (onDisk != null) {
            pins.add(sharedPin);
            pins.add(onDisk.pin());
        }
    }

    @Override
    public @Nullable Batch next() {
        do {
            resources.cancellation().check();
            int count = partitionOpen ? merge().nextGroups(rows) : onDisk == null ? 0 : onDisk.next(rows);
            if (count > 0) {
                builder.start();
                result.write(rows, count, builder);
                return builder.view(count);
            }
        } while (openNext());
        return null;
    }

    private boolean openNext() {
        partitionOpen = false;
        if (groups.areOnDisk()) {
            return onDisk.openNext();
        }
        int partition = groups.takePartition();
        if (partition >= 0) {
            mergePartition(partition);
            partitionOpen = true;
        }
        return partitionOpen;
    }

    private GroupMerge merge() {
        if (merge == null) {
            MemoryPool pool = onDisk == null ? resources.pool() : onDisk.pool();
            merge = new GroupMerge(groups.tables(), groups.partitionBits(), pool, resources.pages());
        }
        return merge;
    }

    private void mergePartition(int partition) {
        GroupMerge open = merge();
        open.open(partition);
        for (int pairs = open.nextPairs(); pairs > 0; pairs = open.nextPairs()) {
            resources.cancellation().check();
            int left = combine(open, pairs);
            while (left > 0) {
                left = combine(open, open.followPairs(unequal, left));
            }
        }
    }

    /** Combines pairs of equal keys and lists the others in {@link #unequal}. */
    private int combine(GroupMerge open, int pairs) {
        GroupStore with = groups.firstStore();
        int differing = 0;
        for (int pair = 0; pair < pairs; pair++) {
            long target = open.targets()[pair];
            long source = open.sources()[pair];
            if (shape.exact() || RowKeys.areEqual(shape, target, source)) {
                with.combine(target, source, true);
            } else {
                unequal[differing++] = pair;
            }
        }
        return differing;
    }

    /** Writes out what is left of the open partition in memory. By a thread that has claimed the groups. */
    void writeOutPartition() {
        if (partitionOpen) {
            onDisk.writeOutRest(merge()::nextGroups);
            partitionOpen = false;
        }
        if (merge != null) {
            merge.close();
            merge = null;
        }
    }

    @Override
    public void close() {
        groups.remove(this);
        if (sharedPin != null) {
            sharedPin.close();
        }
        if (merge != null) {
            merge.close();
        }
        if (onDisk != null) {
            onDisk.close();
        }
        builder.close();
    }
}
