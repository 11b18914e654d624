package dev.carbide.offheap.column;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies the selected rows of batches of any encoding into flat batches that own all their memory, strings included. Not
 * thread-safe.
 */
public final class BatchCopier implements AutoCloseable {
    private final BatchBuilder builder;
    private final Gather gather = new Gather();

    public BatchCopier(List<DataType> types, MemoryPool pool, PageAllocator pages) {
        builder = new BatchBuilder(types, Batch.MAX_ROWS, pool, pages);
    }

    /** The selected rows of {@code batch} in an owned batch with one holder: the caller. */
    public Batch copy(Batch batch) {
        builder.start();
        int count = batch.selectedCount();
        for (int index = 0; index < builder.columnCount(); index++) {
            append(batch.column(index), batch.selection(), count, builder.column(index), 0, gather);
        }
        return builder.build(count);
    }

    /** Writes rows {@code selection[0..count)} (the first {@code count} if null) into the rows from {@code first} on. */
    static void append(
            Column column, int @Nullable [] selection, int count, ColumnBuilder to, int first, Gather gather) {
        int[] indexes = gather.valueIndexes(column, selection, count);
        Column from = column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
        if (column.type().isVariableLength()) {
            MemorySegment views = from.values();
            ViewBuffers buffers = from.buffers();
            for (int at = 0; at < count; at++) {
                int index = indexes[at];
                to.putView(first + at, Columns.viewAddress(views, buffers, index), Columns.viewLength(views, index));
            }
        } else {
            Gather.copy(column.type().physical(), from.values(), indexes, count, to.values(), first);
        }
        if (column.hasNulls()) {
            for (int at = 0; at < count; at++) {
                if (!column.isValid(selection == null ? at : selection[at])) {
                    to.setNull(first + at);
                }
            }
        }
    }

    @Override
    public void close() {
        builder.close();
    }
}
