package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryConsumer;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.spill.SpillBuffers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker's rows of a sort, from the first one added to the last one read. Written out, they are sorted runs in files.
 *
 * <p>While it is filled, the entries that sorting needs are reserved along with the rows, so that writing out takes
 * nothing. When it is read, rows in memory and runs are inputs of one merge; what is written out then is what has not been
 * taken, and runs give up their buffers but not their places.
 *
 * <p>Users are the worker, then the reader, each inside a pin of its own.
 */
final class SortPart extends MemoryConsumer {
    /** A sort that needs only the first rows drops the others when it has so many times as many. */
    private static final int DROP_FACTOR = 4;

    private static final long LEAST_DROPPED = 1 << 14;

    private final RowOrder order;
    private final OperatorResources resources;
    /** Rows that are of interest at most. */
    private final long most;
    /** What sorting needs lies ready in this pool. */
    private final MemoryPool entries;

    private volatile long reservedEntries;

    private final SpillBuffers buffers;
    private final RowSorter sorter;
    private final SortRuns runs;
    private RowStore rows;
    /** Rows of a larger prefix, unsigned, are behind all that are of interest. */
    private long cutoff = -1;

    /** Whether it is the requester just now. */
    private volatile boolean asking;

    private long added;
    private @Nullable MemoryInput sorted;
    private boolean sealed;
    private boolean open;

    static SortPart create(RowOrder order, long most, OperatorResources resources) {
        MemoryPool pool = resources.consumers().child("sort");
        try {
            return new SortPart(pool, order, most, resources);
        } catch (Throwable failure) {
            pool.close();
            throw failure;
        }
    }

    private SortPart(MemoryPool pool, RowOrder order, long most, OperatorResources resources) {
        super(pool, OperatorResources.CONSUMER_BYTES, resources.arbiter(), resources.counts());
        this.order = order;
        this.most = most;
        this.resources = resources;
        try {
            buffers = new SpillBuffers(pool, resources.pages());
        } catch (Throwable failure) {
            super.close();
            throw failure;
        }
        entries = pool.child("entries");
        sorter = new RowSorter(order, resources.cancellation(), entries, resources.pages());
        runs = new SortRuns(order, resources, pool, buffers);
        rows = new RowStore(order.layout(), pool, resources.pages());
    }

    /** Whether a row whose key begins with these 8 bytes (unsigned) can be of interest. */
    boolean admits(long prefix) {
        return Long.compareUnsigned(prefix, cutoff) <= 0;
    }

    /** Rows behind this prefix are of no interest. */
    void cutOff(long prefix) {
        if (Long.compareUnsigned(prefix, cutoff) < 0) {
            cutoff = prefix;
        }
    }

    /** A new row, to be filled before the next one is asked for: that may write out all rows. */
    long allocate(int bytes, Pin pin) {
        if (!rows.hasRoom(bytes)) {
            makeRoom(() -> rows.pageBytes(bytes), pin);
        }
        return rows.allocate(bytes);
    }

    /** New rows of {@code bytes[i] + more[i]} bytes each, to be filled before others are asked for. */
    void allocate(int count, int[] bytes, int[] more, long[] result, Pin pin) {
        makeRoom(() -> rows.growth(count, bytes, more), pin);
        for (int index = 0; index < count; index++) {
            result[index] = rows.allocate(bytes[index] + more[index]);
        }
    }

    /** Makes room for pages and for the entries of their rows. Where memory is short, pages are small. */
    private void makeRoom(LongSupplier pageBytes, Pin pin) {
        dropOthers();
        if (!pool().tryEnsure(withEntries(pageBytes))) {
            rows.startSmall();
            asking = true;
            try {
                ensure(() -> withEntries(pageBytes), pin);
            } finally {
                asking = false;
            }
        }
        reserveEntries(pageBytes.getAsLong());
    }

    private long withEntries(LongSupplier pageBytes) {
        long pages = pageBytes.getAsLong();
        return pages + missingEntries(pages);
    }

    /** For its own needs it gives up also what is guaranteed to it, as others cannot have that. */
    @Override
    protected long reclaimableBytes() {
        long kept = asking ? SpillBuffers.bytes() : keptBytes();
        long ready = Math.max(0, reservedEntries - entries.reserved());
        return Math.max(0, pool().reserved() + ready - kept);
    }

    /** For all rows that there may be before more pages are taken than these. */
    private long entryBytes(long pageBytes) {
        long more = (pageBytes + rows.room()) / order.layout().fixedBytes();
        return RowSorter.bytes(rows.rows() + more, resources.pages());
    }

    private long missingEntries(long pageBytes) {
        return Math.max(0, entryBytes(pageBytes) - reservedEntries);
    }

    private void reserveEntries(long pageBytes) {
        if (missingEntries(pageBytes) > 0) {
            keepForEntries(entryBytes(pageBytes));
        }
    }

    /** So much of the pool is there for entries and for nothing else. It has room for that. */
    private void keepForEntries(long bytes) {
        if (!entries.tryEnsure(Math.max(0, bytes - entries.reserved()))) {
            throw new CarbideInternalException("No room for " + bytes + " bytes of entries in\n" + pool());
        }
        reservedEntries = bytes;
    }

    /** Leaves only the first rows, if there are many more than are of interest. */
    private void dropOthers() {
        if (rows.rows() < LEAST_DROPPED || rows.rows() / DROP_FACTOR < most) {
            return;
        }
        try (SortedRows all = sorter.sort(rows)) {
            cutOff(all);
            long bytes = 0;
            for (long row = 0; row < most; row++) {
                bytes += order.layout().rowBytes(all.row(row));
            }
            if (pool().tryEnsure(RowStore.mostBytes(bytes))) {
                keep(all);
                return;
            }
        }
        writeRows();
    }

    private void keep(SortedRows all) {
        RowStore kept = new RowStore(order.layout(), pool(), resources.pages());
        try {
            for (long row = 0; row < most; row++) {
                int bytes = order.layout().rowBytes(all.row(row));
                RawMemory.copy(all.row(row), kept.allocate(bytes), bytes);
            }
        } catch (Throwable failure) {
            kept.close();
            throw failure;
        }
        rows.close();
        rows = kept;
    }

    private void cutOff(SortedRows all) {
        if (most > 0 && all.size() >= most) {
            cutOff(RowOrder.prefix(all.row(most - 1)));
        }
    }

    /** The last row has been added. What is in memory is sorted and stays there if the runs can be read beside it. */
    void seal(Pin pin) {
        added += rows.rows();
        if (rows.rows() > 0) {
            sorted = new MemoryInput(sorter.sort(rows), most);
        }
        sealed = true;
        keepForEntries(entries.reserved());
        makeRoomForRuns(pin);
        pool().tryEnsure(0);
    }

    /** The rows added, or the most that are of interest. Only when sealed. */
    long size() {
        return Math.min(added, most);
    }

    /** Makes the rows ready to be merged, unless they are; false if they were, and no address has changed. */
    boolean open(Pin pin) {
        if (open) {
            return false;
        }
        makeRoomForRuns(pin);
        runs.open();
        pool().tryEnsure(0);
        open = true;
        return true;
    }

    private void makeRoomForRuns(Pin pin) {
        if (!runs.isEmpty() && !runs.tryEnsureAll()) {
            writeSorted();
            runs.reduce(this, pin, most);
        }
    }

    /** What can be merged, until the pin is left. */
    List<MergeInput> inputs() {
        List<MergeInput> inputs = new ArrayList<>(runs.runs());
        if (sorted != null) {
            inputs.add(sorted);
        }
        return inputs;
    }

    @Override
    protected void spill(long bytes) {
        if (!sealed) {
            writeRows();
            return;
        }
        open = false;
        long before = pool().reserved();
        runs.suspend();
        if (before - pool().reserved() < bytes) {
            writeSorted();
        }
    }

    private void writeRows() {
        if (rows.rows() == 0) {
            return;
        }
        try (MemoryInput all = new MemoryInput(sortedRows(), most)) {
            runs.write(new SortedMerge(List.of(all), order), most);
        }
        added += rows.rows();
        rows.close();
        keepForEntries(0);
    }

    private SortedRows sortedRows() {
        SortedRows all = sorter.sort(rows);
        cutOff(all);
        return all;
    }

    private void writeSorted() {
        MemoryInput rest = sorted;
        if (rest == null) {
            return;
        }
        open = false;
        if (!rest.isEmpty()) {
            runs.write(new SortedMerge(List.of(rest), order), most);
        }
        sorted = null;
        rest.close();
        rows.close();
        keepForEntries(0);
    }

    @Override
    public void close() {
        super.close();
        if (sorted != null) {
            sorted.close();
            sorted = null;
        }
        rows.close();
        try {
            runs.close();
        } finally {
            buffers.close();
            entries.close();
            pool().close();
        }
    }
}
