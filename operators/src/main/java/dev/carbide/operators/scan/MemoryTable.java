package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchMemory;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnCopier;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A table in off-heap memory: blocks of up to {@value #BLOCK_ROWS} rows of contiguous columns, so that batches are slices
 * and nothing is copied. Columns of fixed width carry the bounds of each block. A string column is encoded over one
 * dictionary for the whole table as long as it has at most 65536 values and each occurs twice on average; else it has
 * views. Immutable; scanned by any number of queries at once.
 *
 * <p>{@link #close()} refuses new scans; the memory goes when the last scan and the last retained batch are gone.
 */
public final class MemoryTable implements Table, AutoCloseable {
    /** Rows of a full block. */
    public static final int BLOCK_ROWS = 1 << 16;

    private final String name;
    private final Schema schema;
    private final TableStatistics statistics;
    private final List<Block> blocks;
    private final List<TableMemory> memories;
    private final BatchMemory memory = new BatchMemory(this::free);
    private boolean closed;

    /** {@code hasValues[c]} says whether column c has a value that is not NULL, as far as that is known. */
    record Block(int rows, Column[] columns, boolean[] hasValues) {}

    private MemoryTable(
            String name, Schema schema, TableStatistics statistics, List<Block> blocks, List<TableMemory> memories) {
        this.name = name;
        this.schema = schema;
        this.statistics = statistics;
        this.blocks = blocks;
        this.memories = memories;
    }

    /** A builder whose staging memory and table are charged to {@code pool}. */
    public static Builder builder(String name, Schema schema, MemoryPool pool, PageAllocator pages) {
        return new Builder(name, schema, pool, pages);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public TableStatistics statistics() {
        return statistics;
    }

    @Override
    public Encoding likelyEncoding(int column) {
        return blocks.isEmpty()
                ? Encoding.FLAT
                : blocks.getFirst().columns()[column].encoding();
    }

    /** What the table takes off-heap. */
    public long bytes() {
        return memories.stream().mapToLong(TableMemory::bytes).sum();
    }

    @Override
    public Source open(ScanRequest request) {
        synchronized (this) {
            if (closed) {
                throw new CarbideException("Table " + name + " is closed");
            }
            memory.retain();
        }
        return new MemoryTableSource(blocks, memory, request);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        memory.release();
    }

    private void free() {
        memories.forEach(TableMemory::close);
    }

    /** Takes rows in and makes a table of them. Thread-safe: a batch is appended as a whole. */
    public static final class Builder implements AutoCloseable {
        /** A block ends early when the strings staged for it take so much. */
        private static final long STAGED_STRINGS = 16 << 20;

        private final String name;
        private final Schema schema;
        private final TableMemory memory;
        private final List<ColumnLoader> loaders = new ArrayList<>();
        private final ColumnCopier copier = new ColumnCopier();
        private final List<Integer> blockRows = new ArrayList<>();
        private int staged;
        private boolean ended;

        private Builder(String name, Schema schema, MemoryPool pool, PageAllocator pages) {
            this.name = name;
            this.schema = schema;
            this.memory = new TableMemory(pool, pages);
            try {
                for (Field field : schema.fields()) {
                    loaders.add(ColumnLoader.create(field.type(), memory, pool, pages));
                }
            } catch (Throwable e) {
                close();
                throw e;
            }
        }

        /**
         * Copies the selected rows of a batch whose columns are of this schema's types, in any encoding. When it fails for
         * lack of memory, the builder is closed.
         */
        public synchronized Builder append(Batch batch) {
            requireOpen();
            checkColumns(batch);
            try {
                copy(batch);
            } catch (Throwable e) {
                close();
                throw e;
            }
            return this;
        }

        private void copy(Batch batch) {
            int from = 0;
            while (from < batch.selectedCount()) {
                int count = Math.min(batch.selectedCount() - from, BLOCK_ROWS - staged);
                for (int index = 0; index < loaders.size(); index++) {
                    copier.append(
                            batch.column(index),
                            batch.selection(),
                            from,
                            count,
                            loaders.get(index).staging(),
                            staged);
                }
                from += count;
                advance(count);
            }
        }

        private void checkColumns(Batch batch) {
            if (batch.columnCount() != schema.size()) {
                throw new CarbideException(
                        "Table " + name + " has " + schema.size() + " columns, got a batch of " + batch.columnCount());
            }
            for (int index = 0; index < schema.size(); index++) {
                if (!batch.column(index).type().equals(schema.type(index))) {
                    throw new CarbideException("Column " + schema.field(index) + " of table " + name + " got "
                            + batch.column(index).type());
                }
                requireNoNulls(batch, index);
            }
        }

        private void requireNoNulls(Batch batch, int index) {
            Column column = batch.column(index);
            if (schema.field(index).nullable() || !column.hasNulls()) {
                return;
            }
            int[] selection = batch.selection();
            for (int at = 0; at < batch.selectedCount(); at++) {
                if (!column.isValid(selection == null ? at : selection[at])) {
                    throw nullIn(schema.field(index));
                }
            }
        }

        private CarbideException nullIn(Field field) {
            return new CarbideException("Column " + field + " of table " + name + " got NULL");
        }

        /** Adds one row of boxed values, see {@link BoxedValues}. When one does not fit its type, the builder is closed. */
        public synchronized Builder appendRow(@Nullable Object... values) {
            requireOpen();
            if (values.length != schema.size()) {
                throw new CarbideException(
                        "Table " + name + " has " + schema.size() + " columns, got a row of " + values.length);
            }
            for (int index = 0; index < values.length; index++) {
                if (values[index] == null && !schema.field(index).nullable()) {
                    throw nullIn(schema.field(index));
                }
            }
            try {
                for (int index = 0; index < values.length; index++) {
                    BoxedValues.put(loaders.get(index).staging(), staged, values[index]);
                }
                advance(1);
            } catch (Throwable e) {
                close();
                throw e;
            }
            return this;
        }

        private void advance(int rows) {
            staged += rows;
            long strings = 0;
            for (ColumnLoader loader : loaders) {
                strings += loader.staging().bufferBytes();
            }
            if (staged == BLOCK_ROWS || strings > STAGED_STRINGS) {
                seal();
            }
        }

        private void seal() {
            for (ColumnLoader loader : loaders) {
                loader.seal(staged);
            }
            blockRows.add(staged);
            staged = 0;
        }

        private void requireOpen() {
            if (ended) {
                throw new CarbideException("The builder of table " + name + " is closed");
            }
        }

        /** The table of all rows so far. This builder is closed then. */
        public synchronized MemoryTable build() {
            requireOpen();
            if (staged > 0) {
                seal();
            }
            List<List<Column>> columns = new ArrayList<>();
            for (ColumnLoader loader : loaders) {
                columns.add(loader.finish());
            }
            List<Block> blocks = new ArrayList<>();
            for (int block = 0; block < blockRows.size(); block++) {
                blocks.add(block(block, columns));
            }
            TableStatistics statistics = new TableStatistics(
                    OptionalLong.of(
                            blockRows.stream().mapToLong(Integer::longValue).sum()),
                    loaders.stream().map(ColumnLoader::statistics).toList());
            MemoryTable table = new MemoryTable(name, schema, statistics, blocks, takeMemories());
            close();
            return table;
        }

        private Block block(int number, List<List<Column>> columns) {
            Column[] of = new Column[columns.size()];
            boolean[] hasValues = new boolean[columns.size()];
            for (int index = 0; index < of.length; index++) {
                of[index] = columns.get(index).get(number);
                hasValues[index] = loaders.get(index).hasValues(number);
            }
            return new Block(blockRows.get(number), of, hasValues);
        }

        private List<TableMemory> takeMemories() {
            ended = true;
            List<TableMemory> memories = new ArrayList<>();
            memories.add(memory);
            for (ColumnLoader loader : loaders) {
                TableMemory own = loader.takeMemory();
                if (own != null) {
                    memories.add(own);
                }
            }
            return memories;
        }

        /** Frees everything that no table has taken over. */
        @Override
        public synchronized void close() {
            if (!ended) {
                memory.close();
            }
            ended = true;
            loaders.forEach(ColumnLoader::close);
            loaders.clear();
        }
    }
}
