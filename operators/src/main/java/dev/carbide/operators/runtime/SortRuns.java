package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.spill.RowRunWriter;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one {@link SortPart} and their files: one for all runs that came from memory, and one more for each time that
 * rows have been merged. Guarded by the pins of the part.
 */
final class SortRuns implements AutoCloseable {
    /** More inputs gain nothing: their blocks no longer fit a cache. */
    private static final int MOST_INPUTS = 512;
    /** Rows between two looks at the cancel flag. */
    private static final int CHUNK = 512;

    private final RowOrder order;
    private final OperatorResources resources;
    private final MemoryPool pool;
    private final SpillBuffers buffers;
    private final List<RunInput> runs = new ArrayList<>();
    /** By level; null where no rows are. */
    private final List<@Nullable SpillFile> files = new ArrayList<>();

    /** @param buffers for writing */
    SortRuns(RowOrder order, OperatorResources resources, MemoryPool pool, SpillBuffers buffers) {
        this.order = order;
        this.resources = resources;
        this.pool = pool;
        this.buffers = buffers;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    List<RunInput> runs() {
        return runs;
    }

    /** Writes the first rows of a merge as a run. Takes no memory. */
    void write(SortedMerge merge, long atMost) {
        runs.add(write(merge, atMost, 0));
    }

    private RunInput write(SortedMerge merge, long atMost, int level) {
        RowRunWriter writer = new RowRunWriter(file(level), buffers);
        long[] rows = new long[CHUNK];
        int[] sizes = new int[CHUNK];
        int longest = 0;
        long left = atMost;
        while (left > 0) {
            resources.cancellation().check();
            int count = merge.next(rows, (int) Math.min(left, CHUNK), SortedMerge.ANY_BYTES);
            if (count == 0) {
                break;
            }
            // apart from the copying, so that cache misses overlap
            for (int index = 0; index < count; index++) {
                sizes[index] = order.layout().rowBytes(rows[index]);
            }
            for (int index = 0; index < count; index++) {
                longest = Math.max(longest, sizes[index]);
                writer.append(rows[index], sizes[index]);
            }
            left -= count;
        }
        return new RunInput(writer.finish(), order.layout(), level, longest);
    }

    private SpillFile file(int level) {
        while (files.size() <= level) {
            files.add(null);
        }
        SpillFile file = files.get(level);
        if (file == null) {
            file = resources.spill().newFile("sort", resources.metrics());
            files.set(level, file);
        }
        return file;
    }

    /** What it takes to have so many runs open, the shortest first. */
    private long openBytes(int count) {
        long bytes = 0;
        for (int run = 0; run < count; run++) {
            bytes += runs.get(run).openBytes(resources.pages());
        }
        return bytes;
    }

    /** Whether all runs can be merged at once as things stand; the memory for that lies ready then. None is open. */
    boolean tryEnsureAll() {
        return runs.size() <= MOST_INPUTS && pool.tryEnsure(openBytes(runs.size()));
    }

    /**
     * Merges runs into longer ones until all that remain can be opened, for which the memory lies ready then. None is open.
     * The first merge is of as few as makes all later ones full.
     *
     * @param atMost rows that are of interest
     * @param part may be written out by this, as far as it is in memory
     */
    void reduce(SortPart part, Pin pin, long atMost) {
        while (!tryEnsureAll()) {
            runs.sort(Comparator.comparingLong(RunInput::bytes));
            int most = ensureMost();
            if (most < Math.min(2, runs.size())) {
                part.ensure(openBytes(Math.min(2, runs.size())), pin);
                continue;
            }
            if (runs.size() > 1) {
                merge(Math.min(most, Math.max(2, runs.size() - most + 1)), atMost);
            }
        }
    }

    /** How many runs can be opened, the shortest first; the memory for that lies ready. */
    private int ensureMost() {
        int most = Math.min(runs.size(), MOST_INPUTS);
        while (most > 0 && !pool.tryEnsure(openBytes(most))) {
            most -= 1 + most / 8;
        }
        return most;
    }

    private void merge(int count, long atMost) {
        List<RunInput> inputs = List.copyOf(runs.subList(0, count));
        RunInput merged;
        try {
            inputs.forEach(run -> run.open(pool, resources.pages()));
            int level = 1 + inputs.stream().mapToInt(RunInput::level).max().orElse(0);
            merged = write(new SortedMerge(inputs, order), atMost, level);
        } finally {
            inputs.forEach(RunInput::close);
        }
        runs.removeAll(inputs);
        runs.add(merged);
        deleteUnused();
    }

    private void deleteUnused() {
        for (int level = 0; level < files.size(); level++) {
            SpillFile file = files.get(level);
            if (file != null && runs.stream().noneMatch(run -> run.file() == file)) {
                file.close();
                files.set(level, null);
            }
        }
    }

    /** Opens all runs. */
    void open() {
        for (RunInput run : runs) {
            run.open(pool, resources.pages());
        }
    }

    /** Gives back what runs hold in memory; they keep their places. */
    void suspend() {
        runs.forEach(RunInput::close);
    }

    @Override
    public void close() {
        suspend();
        runs.clear();
        for (SpillFile file : files) {
            if (file != null) {
                file.close();
            }
        }
        files.clear();
    }
}
