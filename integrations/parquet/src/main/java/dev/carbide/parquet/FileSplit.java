package dev.carbide.parquet;

import dev.carbide.parquet.file.ColumnChunk;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.file.RowGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a table: neighbouring row groups of one file, as many as make some MiB.
 *
 * @param file with these row groups only
 */
record FileSplit(ParquetFile file) {
    /** Decoded bytes beyond which a split takes no more row groups. */
    private static final long ENOUGH = 16 << 20;

    /** Those of all files, in order; none if there are no row groups. */
    static List<FileSplit> of(List<ParquetFile> files) {
        List<FileSplit> splits = new ArrayList<>();
        for (ParquetFile file : files) {
            int from = 0;
            long bytes = 0;
            List<RowGroup> groups = file.rowGroups();
            for (int at = 0; at < groups.size(); at++) {
                long more = bytesOf(groups.get(at));
                if (at > from && bytes + more > ENOUGH) {
                    splits.add(new FileSplit(file.part(from, at)));
                    from = at;
                    bytes = 0;
                }
                bytes += more;
            }
            if (from < groups.size()) {
                splits.add(new FileSplit(file.part(from, groups.size())));
            }
        }
        return List.copyOf(splits);
    }

    private static long bytesOf(RowGroup group) {
        return group.chunks().stream().mapToLong(ColumnChunk::uncompressedBytes).sum();
    }
}
