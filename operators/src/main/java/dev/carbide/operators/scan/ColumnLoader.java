package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads one column of a {@link MemoryTable}: rows are staged, then sealed block by block at their exact size. */
abstract sealed class ColumnLoader implements AutoCloseable permits FixedLoader, StringLoader {
    protected final DataType type;
    protected final TableMemory memory;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private @Nullable ColumnBuilder staging;
    protected final DistinctEstimate distinct = new DistinctEstimate();

    ColumnLoader(DataType type, TableMemory memory, MemoryPool pool, PageAllocator pages) {
        this.type = type;
        this.memory = memory;
        this.pool = pool;
        this.pages = pages;
    }

    static ColumnLoader create(DataType type, TableMemory memory, MemoryPool pool, PageAllocator pages) {
        return type.isVariableLength()
                ? new StringLoader(type, memory, pool, pages)
                : new FixedLoader(type, memory, pool, pages);
    }

    /** Where the rows of the next block are written. Takes its memory when it is first asked for. */
    ColumnBuilder staging() {
        if (staging == null) {
            staging = ColumnBuilder.create(type, MemoryTable.BLOCK_ROWS, pool, pages);
        }
        return staging;
    }

    /** The staged rows become a block; the staging is empty again. */
    final void seal(int rows) {
        sealStaged(staging().view(rows));
        staging().restart();
    }

    abstract void sealStaged(Column staged);

    /** The blocks, after the last {@link #seal}. Once. */
    abstract List<Column> finish();

    /** Whether some row of the block has a value that its bounds speak of. */
    abstract boolean hasValues(int block);

    /** Memory that the blocks lie in besides that of the table; the table's from now on. */
    abstract @Nullable TableMemory takeMemory();

    abstract TableStatistics.ColumnStatistics statistics();

    @Nullable
    MemorySegment copyValidity(Column staged) {
        MemorySegment validity = staged.validity();
        return validity == null ? null : memory.copy(validity, (staged.length() + 7) >> 3);
    }

    @Override
    public void close() {
        if (staging != null) {
            staging.close();
            staging = null;
        }
    }
}
