package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One reader's merging of runs, range by range. A range whose groups do not fit is divided by further bits of the hash: as
 * often as memory is short, the table is written out as a run, and the parts of these runs are read afterwards. Where the
 * hash divides no more, it takes passes: groups for which a pass has no room go on to the next one.
 *
 * <p>When all groups of a range are in the table, or on disk behind {@link #writeOutRest}, they come out. For one thread at
 * a time; its memory is written out by others as {@link GroupMemory} says.
 */
final class GroupRangeReader implements AutoCloseable {
    private static final int MOST_UNIT_BITS = 8;

    private final AggregateGroups groups;
    private final GroupShape shape;
    private final OperatorResources resources;
    private final GroupMemory memory;
    private final Pin pin;
    private final long[] rows = new long[GroupMerging.ROWS];
    private final Deque<Split> splits = new ArrayDeque<>();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private SpillBuffers output;
    private GroupRunReader input;

    // Of the table; made when the first range is opened.
    private @Nullable GroupStore store;
    private @Nullable GroupMerging merging;

    // While a range is read: where it is written out to if it does not fit.
    private @Nullable GroupRange building;
    private @Nullable Split split;

    // When a range was read: its groups.
    private @Nullable GroupScan merged;
    private @Nullable SpillFile rest;

    GroupRangeReader(AggregateGroups groups) {
        this.groups = groups;
        this.shape = groups.shape();
        this.resources = groups.resources();
        this.memory = GroupMemory.of("merge", resources, resources.consumers(), this::writeOut);
        try {
            output = own(new SpillBuffers(pool(), resources.pages()));
            SpillBuffers buffers = own(new SpillBuffers(pool(), resources.pages()));
            input = own(new GroupRunReader(shape, buffers, pool(), resources.pages(), this::makeRoom));
        } catch (Throwable refused) {
            close();
            throw refused;
        }
        // from now on it can be written out
        this.pin = memory.newPin();
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }

    /** To be entered by whoever calls this. */
    Pin pin() {
        return pin;
    }

    MemoryPool pool() {
        return memory.pool();
    }

    private void makeRoom(long bytes) {
        memory.makeRoom(() -> bytes, pin);
    }

    /** Puts up to {@code into.length} more groups of the open range into {@code into}; 0 at its end. */
    int next(long[] into) {
        if (merged != null) {
            return merged.next(into);
        }
        if (rest == null) {
            return 0;
        }
        int count = input.next(into, into.length);
        if (count == 0) {
            closeRest();
        }
        return count;
    }

    /** Opens the next range that has groups; false at the end. */
    boolean openNext() {
        merged = null;
        while (!splits.isEmpty()) {
            Split open = splits.peek();
            GroupRange range = open.ranges.poll();
            if (range != null) {
                open(range, open.runs, open.inPasses);
                return true;
            }
            splits.pop();
            open.close();
        }
        if (store != null) {
            store.reset(0);
        }
        GroupRange range = groups.takeRange();
        if (range != null) {
            open(range, groups.runs(), false);
        }
        return range != null;
    }

    private void open(GroupRange range, List<GroupRun> runs, boolean inPasses) {
        if (store == null) {
            store = own(new GroupStore(shape, pool(), resources.pages()));
            merging = new GroupMerging(store);
        }
        store.reset(range.bits());
        if (inPasses) {
            pass(range, runs);
        } else {
            build(range, runs);
        }
    }

    private void build(GroupRange range, List<GroupRun> runs) {
        building = range;
        readAll(range, runs, this::add);
        Split made = split;
        if (made == null) {
            building = null;
            merged = store.table().scan(0, 0);
            return;
        }
        writeOutBuilding();
        building = null;
        split = null;
        splits.push(made);
        made.divide(range, groups);
    }

    private void pass(GroupRange range, List<GroupRun> runs) {
        GroupPass pass = new GroupPass(store, merging, memory, pin, resources, output);
        try {
            readAll(range, runs, pass::add);
            merged = store.table().scan(0, 0);
        } finally {
            if (pass.file() != null) {
                Split next = new Split(pass.file());
                splits.push(next);
                next.inPasses = true;
                next.runs.add(pass.finish(range));
                next.ranges.add(range);
            }
        }
    }

    /** Takes in rows of a range. */
    private interface RowSink {
        void add(long[] rows, int count);
    }

    private void readAll(GroupRange range, List<GroupRun> runs, RowSink sink) {
        for (GroupRun run : runs) {
            for (RunSegment segment : run.segments(range)) {
                input.open(segment);
                int count = input.next(rows, rows.length);
                while (count > 0) {
                    resources.cancellation().check();
                    int kept = run.isCoarserThan(range) ? keep(range, count) : count;
                    if (kept > 0) {
                        sink.add(rows, kept);
                    }
                    count = input.next(rows, rows.length);
                }
            }
        }
    }

    private int keep(GroupRange range, int count) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            long row = rows[index];
            rows[kept] = row;
            kept += range.contains(RawMemory.getLong(row + RowLayout.KEY_OFFSET)) ? 1 : 0;
        }
        return kept;
    }

    private void add(long[] from, int count) {
        memory.makeRoom(() -> merging.bytesFor(from, count), pin);
        merging.add(from, count);
    }

    /** Of a table that is being filled, or read. */
    private void writeOut() {
        if (building != null) {
            writeOutBuilding();
        } else if (merged != null) {
            GroupScan left = merged;
            writeOutRest(left::next);
            merged = null;
            store.reset(0);
        }
    }

    private void writeOutBuilding() {
        GroupTable table = store.table();
        if (table.groups() > 0) {
            if (split == null) {
                split = new Split(resources.spill().newFile("parts of groups", resources.metrics()));
            }
            GroupRunWriter writer = new GroupRunWriter(shape, split.file, output, resources.cancellation());
            int most = Math.min(MOST_UNIT_BITS, GroupRange.MOST_BITS - building.bits());
            int more = GroupRunWriter.unitBits(store.bytes(), most);
            split.add(writer.write(table, building, more, 0, 0), writer);
        }
        store.reset(building.bits());
    }

    /** Writes groups that are complete to disk, from where they will be read next. */
    void writeOutRest(ToIntFunction<long[]> complete) {
        rest = resources.spill().newFile("merged groups", resources.metrics());
        GroupRunWriter writer = new GroupRunWriter(shape, rest, output, resources.cancellation());
        for (int count = complete.applyAsInt(rows); count > 0; count = complete.applyAsInt(rows)) {
            resources.cancellation().check();
            writer.append(rows, count);
        }
        RunSegment segment = writer.cut();
        if (segment == null) {
            closeRest();
        } else {
            input.open(segment);
        }
    }

    private void closeRest() {
        SpillFile file = rest;
        rest = null;
        input.close();
        file.close();
    }

    @Override
    public void close() {
        memory.close();
        if (split != null) {
            splits.push(split);
            split = null;
        }
        splits.forEach(Split::close);
        splits.clear();
        if (rest != null) {
            rest.close();
            rest = null;
        }
        owned.reversed().forEach(AggregateWorker::closeOwned);
        owned.clear();
        memory.pool().close();
    }

    /** What a range was divided into. */
    private static final class Split implements AutoCloseable {
        private final SpillFile file;
        private final List<GroupRun> runs = new ArrayList<>();
        private final Deque<GroupRange> ranges = new ArrayDeque<>();
        private boolean inPasses;
        private long lowestHash = -1;
        private long highestHash;
        private long largestRun;

        Split(SpillFile file) {
            this.file = file;
        }

        void add(GroupRun run, GroupRunWriter writer) {
            runs.add(run);
            lowestHash = GroupRunWriter.lower(lowestHash, writer.lowestHash());
            highestHash = ~GroupRunWriter.lower(~highestHash, ~writer.highestHash());
            largestRun = Math.max(largestRun, run.bytes());
        }

        /** Into parts that are smaller than what did not fit. */
        void divide(GroupRange range, AggregateGroups groups) {
            inPasses = lowestHash == highestHash || range.bits() == GroupRange.MOST_BITS;
            if (inPasses) {
                ranges.add(range);
                return;
            }
            int mostBits = Math.min(GroupRange.MOST_BITS, range.bits() + MOST_UNIT_BITS);
            groups.deal(runs, range.half(0), mostBits, largestRun / 2, ranges);
            groups.deal(runs, range.half(1), mostBits, largestRun / 2, ranges);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
