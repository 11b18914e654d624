package dev.carbide.parquet.file;

import java.util.List;

/** A row group of a file; {@code chunks} has one entry per column of the file, in its order. */
public record RowGroup(int ordinal, long rows, List<ColumnChunk> chunks) {
    public RowGroup {
        chunks = List.copyOf(chunks);
    }
}
