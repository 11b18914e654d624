package dev.carbide.offheap.column;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.Bounds;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Up to {@link #MAX_ROWS} rows of columns of equal length, with an optional selection vector.
 *
 * <p>A batch is borrowed: whoever receives it may use it until it returns. To keep it, copy, or {@link #retain()} it
 * and {@link #release()} it later; a batch whose producer does not share its memory cannot be retained.
 */
public final class Batch {
    /** The largest batch; the usual one. */
    public static final int MAX_ROWS = 2048;

    private final Column[] columns;
    private final int rowCount;
    private final int @Nullable [] selection;
    private final int selected;
    private final @Nullable BatchMemory memory;

    private Batch(
            Column[] columns, int rowCount, int @Nullable [] selection, int selected, @Nullable BatchMemory memory) {
        this.columns = columns;
        this.rowCount = rowCount;
        this.selection = selection;
        this.selected = selected;
        this.memory = memory;
    }

    /** All rows selected; {@code memory} null when the batch is borrowed only. */
    public static Batch of(List<Column> columns, int rowCount, @Nullable BatchMemory memory) {
        return of(columns.toArray(Column[]::new), rowCount, memory);
    }

    public static Batch of(Column[] columns, int rowCount, @Nullable BatchMemory memory) {
        if (rowCount < 0 || rowCount > MAX_ROWS) {
            throw new CarbideInternalException("A batch has 0 to " + MAX_ROWS + " rows, got " + rowCount);
        }
        for (Column column : columns) {
            if (column.length() != rowCount) {
                throw new CarbideInternalException("Batch of " + rowCount + " rows with column " + column);
            }
        }
        return new Batch(columns, rowCount, null, rowCount, memory);
    }

    /** The same columns, of which only the rows {@code selection[0..selected)} count, ascending. Borrows the array. */
    public Batch select(int[] selection, int selected) {
        return new Batch(columns, rowCount, selection, selected, memory);
    }

    public int columnCount() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    /** Physical rows, selected or not. */
    public int rowCount() {
        return rowCount;
    }

    /** Row numbers that count, or null when all do. */
    public int @Nullable [] selection() {
        return selection;
    }

    /** Rows that count. */
    public int selectedCount() {
        return selected;
    }

    public MemorySegment values(int index) {
        return columns[index].values();
    }

    public @Nullable MemorySegment validity(int index) {
        return columns[index].validity();
    }

    public Bounds bounds(int index) {
        return columns[index].bounds();
    }

    public void retain() {
        if (memory == null) {
            throw new CarbideInternalException("This batch is borrowed: copy it to keep it");
        }
        memory.retain();
    }

    public void release() {
        if (memory == null) {
            throw new CarbideInternalException("This batch is borrowed and cannot be released");
        }
        memory.release();
    }
}
