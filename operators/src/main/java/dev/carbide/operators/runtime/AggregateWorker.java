package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import dev.carbide.operators.runtime.Accumulator.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's groups of an aggregation. For one thread, until it is handed to the {@link AggregateState}. Groups by keys
 * can be written out at every call of {@link #prepare} and between batches: no address of a group outlives them.
 */
public final class AggregateWorker implements AutoCloseable {
    /** Units of a run are so many bits of the hash at most. */
    static final int MOST_UNIT_BITS = 8;

    private final GroupShape shape;
    private final OperatorResources resources;
    private final @Nullable GroupMemory memory;
    private final @Nullable Pin pin;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final GroupStore store;
    private final DictionaryGroups codes = new DictionaryGroups();
    private final List<GroupRun> runs = new ArrayList<>();
    private final long template;
    private final int templateFrom;
    private @Nullable SpillBuffers buffers;
    private @Nullable SpillFile file;
    private long expectedStrings;
    private long global;
    private boolean ended;

    /** @param above the pool of which this worker's is a part; null if groups stay in memory */
    AggregateWorker(GroupShape shape, OperatorResources resources, @Nullable MemoryPool above) {
        this.shape = shape;
        this.resources = resources;
        memory = above == null ? null : GroupMemory.of("worker", resources, above, this::writeOut);
        MemoryPool pool = memory == null ? resources.pool() : memory.pool();
        PageAllocator pages = resources.pages();
        RowLayout layout = shape.rows();
        templateFrom = templateFrom(layout);
        try {
            store = own(new GroupStore(shape, pool, pages));
            buffers = memory == null ? null : own(new SpillBuffers(pool, pages));
            Page page = pages.allocate(pool, Math.max(8, layout.fixedBytes()));
            owned.add(page::free);
            template = page.address();
        } catch (Throwable refused) {
            close();
            throw refused;
        }
        RawMemory.fill(template, layout.fixedBytes(), (byte) 0);
        shape.accumulators().forEach(this::writeInitial);
        // from now on it can be written out
        pin = memory == null ? null : memory.newPin();
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }

    private static int templateFrom(RowLayout layout) {
        int from = layout.fixedBytes();
        for (int field = 0; field < layout.fieldCount(); field++) {
            from = Math.min(from, layout.offset(field));
        }
        return from;
    }

    private void writeInitial(Accumulator accumulator) {
        boolean min = accumulator.kind() == Kind.MIN;
        if (!min && accumulator.kind() != Kind.MAX) {
            return;
        }
        long at = template + shape.rows().offset(accumulator.slot());
        switch (accumulator.type().physical()) {
            case INT8, INT16, INT32, INT64 -> RawMemory.putLong(at, min ? Long.MAX_VALUE : Long.MIN_VALUE);
            case FLOAT32, FLOAT64 -> RawMemory.putDouble(at, min ? Double.NaN : Double.NEGATIVE_INFINITY);
            case INT128 -> Accumulators.putWide(at, min ? -1 : 0, min ? Long.MAX_VALUE : Long.MIN_VALUE);
            case VIEW -> {}
        }
    }

    /** Adds what a thread must be inside of when it uses this worker. */
    public void addPins(PinSet pins) {
        if (pin != null) {
            pins.add(pin);
        }
    }

    public GroupTable groups() {
        return store.table();
    }

    GroupStore store() {
        return store;
    }

    public DictionaryGroups codes() {
        return codes;
    }

    /**
     * Says that MIN and MAX will take in {@code count} strings of {@code bytes} bytes together, before their groups are
     * looked up. Groups found before may be gone.
     */
    public void prepareStrings(int count, long bytes) {
        // roomFor is less than this
        expectedStrings = 16L * count + 2 * bytes;
        if (memory != null && !memory.pool().tryEnsure(store.bytesForStrings(expectedStrings))) {
            makeRoom(0, null);
        }
    }

    /**
     * Makes sure of the memory that {@link GroupTable#find} and what follows may need, before it. Groups found before may be
     * gone.
     *
     * @param rowBytes as for {@link GroupTable#find}
     */
    public void prepare(int count, int @Nullable [] rowBytes) {
        if (memory != null && !memory.pool().tryEnsure(bytesFor(count, rowBytes))) {
            makeRoom(count, rowBytes);
        }
    }

    private long bytesFor(int count, int @Nullable [] rowBytes) {
        return store.table().bytesFor(count, rowBytes) + store.bytesForStrings(expectedStrings);
    }

    private void makeRoom(int count, int @Nullable [] rowBytes) {
        try {
            memory.makeRoom(() -> count == 0 ? store.bytesForStrings(expectedStrings) : bytesFor(count, rowBytes), pin);
        } catch (MemoryLimitException refused) {
            // it may do with less: most tuples bring no new group
            if (store.table().groups() > 0) {
                writeOut();
            }
        }
    }

    /** The input of this worker has ended. */
    public void complete() {
        if (!runs.isEmpty()) {
            writeOut();
        }
    }

    private void writeOut() {
        writeOut(0, 0);
    }

    /** Writes out the groups of the partitions from {@code first} of {@code 2^bits} on, and frees all. */
    void writeOut(int first, int bits) {
        GroupTable table = store.table();
        if (table.groups() > 0) {
            if (file == null) {
                file = resources.spill().newFile("groups", resources.metrics());
            }
            GroupRunWriter writer = new GroupRunWriter(shape, file, buffers, resources.cancellation());
            int unitBits = GroupRunWriter.unitBits(store.bytes(), MOST_UNIT_BITS);
            runs.add(writer.write(table, GroupRange.ALL, unitBits, first, bits));
        }
        codes.forget();
        store.reset(0);
        if (ended) {
            // what was made sure of before is not needed any more, and others may wait for it
            memory.pool().tryEnsure(0);
        }
    }

    /** What writing out would free; any thread. */
    long reclaimableBytes() {
        return memory == null ? 0 : memory.reclaimableBytes();
    }

    /** What was written out; at the end of its input. */
    List<GroupRun> runs() {
        return runs;
    }

    /** The group of an aggregation without keys; made at the first call. */
    public long global() {
        if (global == 0) {
            long[] row = new long[1];
            groups().find(new long[1], 1, null, row);
            initialize(row[0]);
            global = row[0];
        }
        return global;
    }

    /** Sets the accumulators of a new group to their initial values; keys are written afterwards. */
    public void initialize(long group) {
        RawMemory.copy(
                template + templateFrom, group + templateFrom, shape.rows().fixedBytes() - templateFrom);
    }

    /** Keeps the smaller of the string held at {@code accumulator} and the given one. */
    public void minBytes(long accumulator, long address, int length) {
        store.minBytes(accumulator, address, length);
    }

    /** Keeps the larger of the string held at {@code accumulator} and the given one. */
    public void maxBytes(long accumulator, long address, int length) {
        store.maxBytes(accumulator, address, length);
    }

    /** Its groups are no longer written out by others than their owner. Waits for whoever does so just now. */
    void seal() {
        if (memory != null && !ended) {
            ended = true;
            memory.close();
        }
    }

    @Override
    public void close() {
        seal();
        for (AutoCloseable resource : owned.reversed()) {
            closeOwned(resource);
        }
        owned.clear();
        if (memory != null) {
            memory.pool().close();
        }
        if (file != null) {
            file.close();
        }
    }

    static void closeOwned(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
