package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All groups of an aggregation when its input has ended, as they are dealt out to readers: first, if none was written out
 * yet, by radix partitions of the tables in memory; from when one was, by ranges of the runs. The change may come at any
 * time at which no reader is in {@link AggregateReader#next}.
 *
 * <p>Methods are thread-safe, but for {@link #writeOut}.
 */
final class AggregateGroups implements AutoCloseable {
    /** What a reader should have to merge at once, if there is a choice. */
    private static final long MOST_MORSEL_BYTES = 16 << 20;

    private static final long LEAST_MORSEL_BYTES = 256 << 10;

    private final GroupShape shape;
    private final OperatorResources resources;
    private final List<AggregateWorker> workers;
    private final @Nullable GroupMemory memory;
    private final int partitionBits;
    /** Some groups were written out before the end of the input. */
    private final boolean begunOnDisk;

    private final AtomicInteger nextPartition = new AtomicInteger();

    // Guarded by this.
    private final List<AggregateReader> readers = new ArrayList<>();
    private final Deque<GroupRange> ranges = new ArrayDeque<>();

    private volatile boolean onDisk;
    private volatile List<GroupRun> runs = List.of();
    private volatile int rangeCount;
    private volatile int rangesTaken;

    /** @param pool above those of the workers, which are sealed; null if they stay in memory */
    AggregateGroups(
            GroupShape shape, List<AggregateWorker> workers, @Nullable MemoryPool pool, OperatorResources resources) {
        this.shape = shape;
        this.resources = resources;
        this.workers = workers;
        long groups =
                workers.stream().mapToLong(worker -> worker.groups().groups()).sum();
        partitionBits = GroupMerge.partitionBits(groups, workers.size());
        begunOnDisk = workers.stream().anyMatch(worker -> !worker.runs().isEmpty());
        memory = pool == null ? null : GroupMemory.over(pool, resources, this::reclaimableBytes, this::writeOut);
    }

    private long reclaimableBytes() {
        long bytes = 0;
        for (AggregateWorker worker : workers) {
            bytes += worker.reclaimableBytes();
        }
        return bytes;
    }

    GroupShape shape() {
        return shape;
    }

    OperatorResources resources() {
        return resources;
    }

    /** Null if they stay in memory. */
    @Nullable
    GroupMemory memory() {
        return memory;
    }

    List<GroupTable> tables() {
        return workers.stream().map(AggregateWorker::groups).toList();
    }

    /** One that can combine groups of any; it takes no memory for that, as all stores live equally long. */
    GroupStore firstStore() {
        return workers.getFirst().store();
    }

    int partitionBits() {
        return partitionBits;
    }

    int morsels() {
        if (onDisk) {
            return Math.max(1, rangeCount);
        }
        return begunOnDisk ? resources.workers() : 1 << partitionBits;
    }

    double progress() {
        double inMemory = (double) nextPartition.get() / (1 << partitionBits);
        return onDisk ? inMemory + (1 - inMemory) * rangesTaken / Math.max(1, rangeCount) : inMemory;
    }

    synchronized void add(AggregateReader reader) {
        readers.add(reader);
    }

    synchronized void remove(AggregateReader reader) {
        readers.remove(reader);
    }

    /** To be called by a reader that begins a morsel: if some groups were written out, all are. */
    boolean areOnDisk() {
        if (begunOnDisk && !onDisk) {
            writeOut();
        }
        return onDisk;
    }

    /** The next partition in memory, or -1 at the end. */
    int takePartition() {
        int partition = nextPartition.getAndUpdate(next -> Math.min(next + 1, 1 << partitionBits));
        return partition < 1 << partitionBits ? partition : -1;
    }

    /** The next range of {@link #runs}, or null at the end. */
    synchronized @Nullable GroupRange takeRange() {
        GroupRange range = ranges.poll();
        rangesTaken += range == null ? 0 : 1;
        return range;
    }

    List<GroupRun> runs() {
        return runs;
    }

    /** Writes out what is unread. Either no reader works, or none has begun. */
    private synchronized void writeOut() {
        if (onDisk) {
            return;
        }
        readers.forEach(AggregateReader::writeOutPartition);
        int first = nextPartition.get();
        for (AggregateWorker worker : workers) {
            worker.writeOut(first, partitionBits);
        }
        List<GroupRun> all = new ArrayList<>();
        workers.forEach(worker -> all.addAll(worker.runs()));
        runs = List.copyOf(all);
        deal(runs, GroupRange.ALL, AggregateWorker.MOST_UNIT_BITS, Long.MAX_VALUE, ranges);
        rangeCount = ranges.size();
        onDisk = true;
    }

    /** Divides a range into as few parts as possible that are likely to fit the memory of a reader, or so many bytes. */
    void deal(List<GroupRun> from, GroupRange range, int mostBits, long mostBytes, Deque<GroupRange> parts) {
        divide(from, range, mostBits, Math.min(mostBytes, morselBytes()), parts);
    }

    private static void divide(
            List<GroupRun> from, GroupRange range, int mostBits, long morselBytes, Deque<GroupRange> parts) {
        long bytes = 0;
        for (GroupRun run : from) {
            bytes += run.bytes(range);
        }
        if (bytes > morselBytes && range.bits() < mostBits) {
            divide(from, range.half(0), mostBits, morselBytes, parts);
            divide(from, range.half(1), mostBits, morselBytes, parts);
        } else if (from.stream().anyMatch(run -> !run.segments(range).isEmpty())) {
            parts.add(range);
        }
    }

    private long morselBytes() {
        long free = Long.MAX_VALUE;
        for (MemoryPool pool = resources.consumers(); pool != null; pool = pool.parent()) {
            free = Math.min(free, pool.limit() - pool.committed());
        }
        // slots come on top of the rows, and old ones live beside new ones
        return Math.clamp(free / (4L * resources.workers()), LEAST_MORSEL_BYTES, MOST_MORSEL_BYTES);
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
