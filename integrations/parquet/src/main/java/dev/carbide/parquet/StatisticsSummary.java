package dev.carbide.parquet;

import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.TableStatistics;
import dev.carbide.parquet.file.ColumnChunk;
import dev.carbide.parquet.file.ColumnStatistics;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.file.RowGroup;
import dev.carbide.parquet.file.StoredForm;
import dev.carbide.parquet.scan.StatisticsBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Adds up for the planner what the footers of a table's files say. */
final class StatisticsSummary {
    private final List<ParquetFile> files;

    StatisticsSummary(List<ParquetFile> files) {
        this.files = files;
    }

    TableStatistics summarize(Schema schema) {
        List<TableStatistics.ColumnStatistics> columns = new ArrayList<>();
        for (int ordinal = 0; ordinal < schema.size(); ordinal++) {
            columns.add(column(ordinal, schema.type(ordinal)));
        }
        return new TableStatistics(OptionalLong.of(rows()), columns);
    }

    private long rows() {
        return files.stream().mapToLong(ParquetFile::rows).sum();
    }

    private TableStatistics.ColumnStatistics column(int ordinal, DataType type) {
        Bounds bounds = null;
        long distinct = 0;
        boolean counted = true;
        long bytes = 0;
        for (ParquetFile file : files) {
            StoredForm form = file.columns().get(ordinal).form();
            for (RowGroup group : file.rowGroups()) {
                ColumnChunk chunk = group.chunks().get(ordinal);
                ColumnStatistics statistics = chunk.statistics();
                Bounds known = StatisticsBounds.of(form, statistics);
                bounds = bounds == null ? known : bounds.union(known);
                counted &= statistics.distinctCount() >= 0;
                // the true number lies between the largest of the groups and their sum
                distinct = Math.max(distinct, statistics.distinctCount());
                bytes += chunk.uncompressedBytes();
            }
        }
        return new TableStatistics.ColumnStatistics(
                counted && distinct > 0 ? OptionalDouble.of(distinct) : OptionalDouble.empty(),
                bounds == null ? Bounds.UNBOUNDED : bounds,
                type.isVariableLength() && rows() > 0
                        ? OptionalDouble.of((double) bytes / rows())
                        : OptionalDouble.empty());
    }
}
