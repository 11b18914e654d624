package dev.carbide.offheap.column;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Slices of columns that may begin at any row, for batches of odd sizes. Values are never copied; validity bits are moved
 * into memory of its own where a slice does not begin at a multiple of 64. Not thread-safe.
 */
public final class ColumnSlices implements AutoCloseable {
    private static final long BITS_BYTES = (Batch.MAX_ROWS >> 3) + ColumnBuilder.PADDING;

    private final int slots;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private @Nullable Page page;

    /** Takes memory only when needed. {@code slots}: how many slices can be in use at once. */
    public ColumnSlices(int slots, MemoryPool pool, PageAllocator pages) {
        this.slots = slots;
        this.pool = pool;
        this.pages = pages;
    }

    /** Rows {@code from} to {@code from + count}, at most a batch, valid until the next call for this slot. */
    public Column slice(int slot, Column column, int from, int count) {
        MemorySegment validity = column.validity();
        int ahead = from & 63;
        if (ahead == 0 || column.encoding() == Encoding.CONSTANT) {
            return column.slice(column.encoding() == Encoding.CONSTANT ? 0 : from, count);
        }
        Column aligned = column.slice(from - ahead, ahead + count);
        MemorySegment bits = validity == null ? null : moved(slot, aligned, ahead, count);
        int width = column.encoding() == Encoding.DICTIONARY
                ? Integer.BYTES
                : column.type().physical().bytes();
        MemorySegment values = aligned.values().asSlice((long) ahead * width);
        if (column.encoding() == Encoding.DICTIONARY) {
            return Column.dictionary(count, values, bits, column.dictionary());
        }
        return column.type().isVariableLength()
                ? Column.views(column.type(), count, values, bits, column.buffers())
                : Column.flat(column.type(), count, values, bits, column.bounds());
    }

    private MemorySegment moved(int slot, Column aligned, int ahead, int count) {
        if (page == null) {
            page = pages.allocate(pool, slots * BITS_BYTES);
        }
        MemorySegment bits = page.segment().asSlice(slot * BITS_BYTES, BITS_BYTES);
        for (int row = 0; row < count; row++) {
            Columns.setValid(bits, row, aligned.isValid(ahead + row));
        }
        return bits;
    }

    @Override
    public void close() {
        if (page != null) {
            page.free();
            page = null;
        }
    }
}
