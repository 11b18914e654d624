package dev.carbide.kernel.testing;

import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.util.Collections;
import java.util.OptionalLong;

/** A table to plan with, not to read. */
public record DescribedTable(String name, Schema schema, OptionalLong rows) implements Table {
    @Override
    public TableStatistics statistics() {
        return new TableStatistics(rows, Collections.nCopies(schema.size(), TableStatistics.ColumnStatistics.UNKNOWN));
    }

    @Override
    public Source open(ScanRequest request) {
        throw new UnsupportedOperationException(name);
    }
}
