package dev.carbide.offheap.column;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Copies rows of columns of any encoding into column builders, strings included. Holds scratch space; not thread-safe. */
public final class ColumnCopier {
    private final Gather gather = new Gather();

    /**
     * Writes {@code count} rows into the builder's rows from {@code first} on: rows {@code selection[from..from + count)}, or
     * rows {@code from} to {@code from + count} where the selection is null.
     */
    public void append(Column column, int @Nullable [] selection, int from, int count, ColumnBuilder to, int first) {
        int[] indexes = gather.valueIndexes(column, selection, from, count);
        Column values = column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
        if (column.type().isVariableLength()) {
            copyViews(values, indexes, count, to, first);
        } else {
            Gather.copy(column.type().physical(), values.values(), indexes, count, to.values(), first);
        }
        if (column.hasNulls()) {
            for (int at = 0; at < count; at++) {
                if (!column.isValid(selection == null ? from + at : selection[from + at])) {
                    to.setNull(first + at);
                }
            }
        }
    }

    private static void copyViews(Column from, int[] indexes, int count, ColumnBuilder to, int first) {
        MemorySegment views = from.values();
        ViewBuffers buffers = from.buffers();
        for (int at = 0; at < count; at++) {
            int index = indexes[at];
            to.putView(first + at, Columns.viewAddress(views, buffers, index), Columns.viewLength(views, index));
        }
    }
}
