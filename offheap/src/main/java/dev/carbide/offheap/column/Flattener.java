package dev.carbide.offheap.column;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Turns constant and dictionary columns into flat ones for operators that read nothing else. Works in memory of its own
 * that each slot uses again. Strings are not copied: the flat views point into the buffers of the column or of its
 * dictionary. Not thread-safe.
 */
public final class Flattener implements AutoCloseable {
    private static final long VALIDITY_BYTES = (Batch.MAX_ROWS >> 3) + ColumnBuilder.PADDING;

    private final MemoryPool pool;
    private final PageAllocator pages;
    private final @Nullable Page[] slots;
    private final Gather gather = new Gather();

    /** Takes no memory yet. {@code slots}: how many flattened columns can be in use at once. */
    public Flattener(int slots, MemoryPool pool, PageAllocator pages) {
        this.pool = pool;
        this.pages = pages;
        this.slots = new Page[slots];
    }

    /**
     * The column itself if it is flat, else a flat copy that is valid until the next call for this slot, and not longer
     * than the column.
     *
     * @param column of at most {@link Batch#MAX_ROWS} rows
     */
    public Column flatten(int slot, Column column) {
        if (column.encoding() == Encoding.FLAT) {
            return column;
        }
        int rows = column.length();
        long valueBytes = ((long) Batch.MAX_ROWS << column.type().physical().shift()) + ColumnBuilder.PADDING;
        MemorySegment memory = memory(slot, valueBytes + VALIDITY_BYTES);
        MemorySegment values = memory.asSlice(0, valueBytes);
        Column from = column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
        Gather.copy(
                column.type().physical(), from.values(), gather.valueIndexes(column, null, 0, rows), rows, values, 0);
        MemorySegment validity = column.validity();
        if (validity != null && column.encoding() == Encoding.CONSTANT) {
            byte bits = (byte) (column.isValid(0) ? -1 : 0);
            validity = bits != 0
                    ? null
                    : memory.asSlice(valueBytes, VALIDITY_BYTES).fill(bits);
        }
        return column.type().isVariableLength()
                ? Column.views(column.type(), rows, values, validity, from.buffers())
                : Column.flat(column.type(), rows, values, validity, column.bounds());
    }

    /** All columns flattened, column i in slot i; the same selection. */
    public Batch flatten(Batch batch) {
        Column[] flat = new Column[batch.columnCount()];
        for (int index = 0; index < flat.length; index++) {
            flat[index] = flatten(index, batch.column(index));
        }
        Batch result = Batch.of(flat, batch.rowCount(), null);
        int[] selection = batch.selection();
        return selection == null ? result : result.select(selection, batch.selectedCount());
    }

    private MemorySegment memory(int slot, long bytes) {
        Page page = slots[slot];
        if (page == null || page.size() < bytes) {
            if (page != null) {
                slots[slot] = null;
                page.free();
            }
            page = pages.allocate(pool, bytes);
            slots[slot] = page;
        }
        return page.segment();
    }

    @Override
    public void close() {
        for (int slot = 0; slot < slots.length; slot++) {
            Page page = slots[slot];
            if (page != null) {
                slots[slot] = null;
                page.free();
            }
        }
    }
}
