package dev.carbide.operators.cache;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnSlices;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import org.jspecify.annotations.Nullable;

/** Rows that come from the table itself: all that a source has, or those from one row to another. */
final class DirectRows implements SplitRows {
    private final Source source;
    private final long from;
    private final long to;
    private final ScanRequest request;
    private @Nullable BatchReader reader;
    private @Nullable ColumnSlices slices;
    private long row;

    /** Takes over the source. */
    DirectRows(Source source, long from, long to, ScanRequest request) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.request = request;
    }

    /** Rows {@code from} to {@code to} of a split. */
    static DirectRows of(CachedScan scan, int split, int from, int to) {
        ScanRequest all = scan.unfiltered(scan.request.columns());
        return new DirectRows(scan.table.openSplit(split, all), from, to, all);
    }

    @Override
    public @Nullable Batch next() {
        BatchReader present = reader;
        if (present == null) {
            present = source.newReader();
            reader = present;
        }
        while (row < to) {
            Batch batch = present.next();
            if (batch == null) {
                return null;
            }
            long first = Math.max(from, row);
            long last = Math.min(to, row + batch.rowCount());
            int skipped = (int) (first - row);
            row += batch.rowCount();
            if (first < last) {
                int count = (int) (last - first);
                return count == batch.rowCount() ? batch : cut(batch, skipped, count);
            }
        }
        return null;
    }

    private Batch cut(Batch batch, int first, int count) {
        ColumnSlices present = slices;
        if (present == null) {
            present = new ColumnSlices(batch.columnCount(), request.pool(), request.pages());
            slices = present;
        }
        Column[] columns = new Column[batch.columnCount()];
        for (int at = 0; at < columns.length; at++) {
            columns[at] = present.slice(at, batch.column(at), first, count);
        }
        return Batch.of(columns, count, null);
    }

    @Override
    public void close() {
        if (slices != null) {
            slices.close();
        }
        if (reader != null) {
            reader.close();
            reader = null;
        }
        source.close();
    }
}
