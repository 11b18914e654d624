package dev.carbide.offheap.column;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.DataType;
import java.util.List;

/**
 * Copies the selected rows of batches of any encoding into flat batches that own all their memory, strings included. Not
 * thread-safe.
 */
public final class BatchCopier implements AutoCloseable {
    private final BatchBuilder builder;
    private final ColumnCopier copier = new ColumnCopier();

    public BatchCopier(List<DataType> types, MemoryPool pool, PageAllocator pages) {
        builder = new BatchBuilder(types, Batch.MAX_ROWS, pool, pages);
    }

    /** The selected rows of {@code batch} in an owned batch with one holder: the caller. */
    public Batch copy(Batch batch) {
        builder.start();
        int count = batch.selectedCount();
        for (int index = 0; index < builder.columnCount(); index++) {
            copier.append(batch.column(index), batch.selection(), 0, count, builder.column(index), 0);
        }
        return builder.build(count);
    }

    @Override
    public void close() {
        builder.close();
    }
}
