package dev.carbide.offheap.column;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of flat columns, one after the other: {@link #start}, write rows, then either {@link #build}, which hands
 * the memory over to the batch, or {@link #view}, which lends it until the next start. Not thread-safe; a batch that was
 * built is independent of the builder and can be released by any thread.
 */
public final class BatchBuilder implements AutoCloseable {
    private final int capacity;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final ColumnBuilder[] columns;
    private final long pageBytes;
    private @Nullable Page page;

    /** Takes no memory yet. {@code capacity} is at most {@link Batch#MAX_ROWS} rows. */
    public BatchBuilder(List<DataType> types, int capacity, MemoryPool pool, PageAllocator pages) {
        if (capacity < 1 || capacity > Batch.MAX_ROWS) {
            throw new CarbideInternalException("Batch builder for " + capacity + " rows");
        }
        this.capacity = capacity;
        this.pool = pool;
        this.pages = pages;
        this.columns = types.stream()
                .map(type -> new ColumnBuilder(type, capacity, pool, pages))
                .toArray(ColumnBuilder[]::new);
        long bytes = 0;
        for (ColumnBuilder column : columns) {
            bytes += column.fixedBytes();
        }
        this.pageBytes = Math.max(bytes, 1);
    }

    /**
     * Begins a new batch: memory is taken unless the last batch was only lent, in which case its memory is used again.
     *
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room; the builder can be started again
     */
    public void start() {
        if (page != null) {
            for (ColumnBuilder column : columns) {
                column.restart();
            }
            return;
        }
        page = pages.allocate(pool, pageBytes);
        MemorySegment memory = page.segment();
        long offset = 0;
        for (ColumnBuilder column : columns) {
            column.start(memory.asSlice(offset, column.fixedBytes()));
            offset += column.fixedBytes();
        }
    }

    public boolean isStarted() {
        return page != null;
    }

    /** Rows. */
    public int capacity() {
        return capacity;
    }

    public int columnCount() {
        return columns.length;
    }

    /** The same object for every batch. */
    public ColumnBuilder column(int index) {
        return columns[index];
    }

    /** See {@link ColumnBuilder#values()}; another segment after each {@link #build}. */
    public MemorySegment values(int index) {
        return columns[index].values();
    }

    /** See {@link ColumnBuilder#validity()}. */
    public MemorySegment validity(int index) {
        return columns[index].validity();
    }

    /** The first {@code rows} rows as a batch that owns its memory, with one holder: the caller. */
    public Batch build(int rows) {
        Column[] built = columns(rows);
        List<Page> owned = handOver();
        return Batch.of(built, rows, new BatchMemory(() -> owned.forEach(Page::free)));
    }

    /** The first {@code rows} rows, borrowed until the next {@link #start} or {@link #close}. */
    public Batch view(int rows) {
        return Batch.of(columns(rows), rows, null);
    }

    private Column[] columns(int rows) {
        if (page == null) {
            throw new CarbideInternalException("Batch builder used before start");
        }
        Column[] built = new Column[columns.length];
        for (int index = 0; index < built.length; index++) {
            built[index] = columns[index].view(rows);
        }
        return built;
    }

    private List<Page> handOver() {
        List<Page> owned = new ArrayList<>();
        if (page != null) {
            owned.add(page);
            page = null;
        }
        for (ColumnBuilder column : columns) {
            column.handOver(owned);
        }
        return owned;
    }

    /** Frees what has not been handed over. */
    @Override
    public void close() {
        handOver().forEach(Page::free);
    }
}
