package dev.carbide.operators.runtime;

import dev.carbide.codegen.runtime.InstanceResources;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchCopier;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.column.Flattener;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Brings a worker's batches into the shape that its generated loops read: all rows selected, every column flat, but those
 * expected to be dictionary-encoded, if all of them are. For one thread.
 */
public final class InputShape implements AutoCloseable {
    private final boolean[] expected;
    private final InstanceResources resources;
    private final Flattener flattener;
    private final BatchCopier copier;
    private @Nullable Batch compacted;
    private boolean dictionaries;

    /** @param expected per column whether loops want to see its dictionary */
    public InputShape(
            Schema schema, boolean[] expected, InstanceResources resources, MemoryPool pool, PageAllocator pages) {
        this.expected = expected.clone();
        this.resources = resources;
        this.flattener = new Flattener(schema.size(), pool, pages);
        this.copier = new BatchCopier(schema.fields().stream().map(Field::type).toList(), pool, pages);
    }

    /** The batch in that shape: borrowed from its producer, or from here until the next call. */
    public Batch open(Batch batch) {
        releaseCompacted();
        resources.nextBatch();
        Batch whole = batch;
        if (batch.selection() != null) {
            compacted = copier.copy(batch);
            whole = compacted;
        }
        dictionaries = hasExpectedDictionaries(whole);
        Column[] columns = null;
        for (int index = 0; index < expected.length; index++) {
            Column column = whole.column(index);
            if (column.encoding() != Encoding.FLAT && !(dictionaries && expected[index])) {
                columns = columns == null ? columnsOf(whole) : columns;
                columns[index] = flattener.flatten(index, column);
            }
        }
        return columns == null ? whole : Batch.of(columns, whole.rowCount(), null);
    }

    /** Whether the expected dictionaries are all there, in the batch opened last. */
    public boolean dictionaries() {
        return dictionaries;
    }

    private boolean hasExpectedDictionaries(Batch batch) {
        for (int index = 0; index < expected.length; index++) {
            if (expected[index] && batch.column(index).encoding() != Encoding.DICTIONARY) {
                return false;
            }
        }
        return true;
    }

    private static Column[] columnsOf(Batch batch) {
        Column[] columns = new Column[batch.columnCount()];
        for (int index = 0; index < columns.length; index++) {
            columns[index] = batch.column(index);
        }
        return columns;
    }

    private void releaseCompacted() {
        if (compacted != null) {
            compacted.release();
            compacted = null;
        }
    }

    @Override
    public void close() {
        releaseCompacted();
        flattener.close();
        copier.close();
    }
}
