package dev.carbide.parquet.scan;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.parquet.decode.Dictionary;
import dev.carbide.parquet.file.ColumnChunk;
import dev.carbide.parquet.file.FileLocation;
import dev.carbide.parquet.file.LeafColumn;
import dev.carbide.parquet.file.PageIndex;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.file.RowGroup;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of a row group share: its page indexes and its dictionaries. It lives until the last slice of it is
 * done: each slice holds it once. Thread-safe.
 */
final class RowGroupPlan {
    private final ParquetFile file;
    private final RowGroup rowGroup;
    private final List<LeafColumn> columns;
    private final @Nullable PageIndex[] indexes;
    private final MemoryPool pool;
    private final long charged;
    private final @Nullable Dictionary[] dictionaries;
    /** Where the data pages of a column begin, 0 until its dictionary has been looked for. */
    private final long[] dataStarts;

    private int holders;

    /**
     * @param columns of the file, those that are read, in their order
     * @param indexes one per column that is read, null where there is none
     * @param charged bytes reserved in {@code pool} for the indexes, released with the plan
     */
    RowGroupPlan(
            ParquetFile file,
            RowGroup rowGroup,
            List<LeafColumn> columns,
            @Nullable PageIndex[] indexes,
            MemoryPool pool,
            long charged) {
        this.file = file;
        this.rowGroup = rowGroup;
        this.columns = columns;
        this.indexes = indexes;
        this.pool = pool;
        this.charged = charged;
        this.dictionaries = new @Nullable Dictionary[columns.size()];
        this.dataStarts = new long[columns.size()];
    }

    /** Where a column's data pages begin, and its dictionary if it has one. */
    record ChunkStart(long dataStart, @Nullable Dictionary dictionary) {}

    ParquetFile file() {
        return file;
    }

    RowGroup rowGroup() {
        return rowGroup;
    }

    LeafColumn column(int position) {
        return columns.get(position);
    }

    ColumnChunk chunk(int position) {
        return rowGroup.chunks().get(columns.get(position).ordinal());
    }

    @Nullable
    PageIndex index(int position) {
        return indexes[position];
    }

    FileLocation location(int position) {
        return FileLocation.of(file.path())
                .inRowGroup(rowGroup.ordinal())
                .inColumn(columns.get(position).name());
    }

    /** The start of a column's chunk; the first reader that comes here finds it, and loads the dictionary for all. */
    synchronized ChunkStart start(int position, Supplier<ChunkStart> load) {
        if (dataStarts[position] == 0) {
            ChunkStart start = load.get();
            dictionaries[position] = start.dictionary;
            dataStarts[position] = start.dataStart;
        }
        return new ChunkStart(dataStarts[position], dictionaries[position]);
    }

    synchronized void retain() {
        holders++;
    }

    /** Frees everything when the last holder is gone. */
    synchronized void release() {
        if (--holders > 0) {
            return;
        }
        for (Dictionary dictionary : dictionaries) {
            if (dictionary != null) {
                dictionary.close();
            }
        }
        pool.release(charged);
    }
}
