package dev.carbide.operators.cache;

import dev.carbide.offheap.cache.CacheRegion;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Table;
import java.util.List;

/** What one query wants of a cached table, for all its readers. Immutable. */
final class CachedScan {
    final Table table;
    final CacheRegion region;
    final ScanRequest request;
    /** Columns of the table, each once. */
    final int[] columns;
    /** For each column of the request its place in {@link #columns}. */
    private final int[] arrangement;

    CachedScan(Table table, CacheRegion region, ScanRequest request) {
        this.table = table;
        this.region = region;
        this.request = request;
        List<Integer> distinct = request.columns().stream().distinct().toList();
        this.columns = distinct.stream().mapToInt(Integer::intValue).toArray();
        this.arrangement =
                request.columns().stream().mapToInt(distinct::indexOf).toArray();
    }

    /** The columns of the request, of {@link #columns}. */
    Column[] arrange(Column[] distinct) {
        Column[] asked = new Column[arrangement.length];
        for (int at = 0; at < asked.length; at++) {
            asked[at] = distinct[arrangement[at]];
        }
        return asked;
    }

    /** A request for all rows of some columns of the table. */
    ScanRequest unfiltered(List<Integer> some) {
        return new ScanRequest(
                some, List.of(), request.pool(), request.pages(), request.batchRows(), request.cancellation());
    }

    /** About how many rows a split has, -1 if that is not known. */
    long rows(int split) {
        int cached = region.rows(split);
        long known = cached >= 0 ? cached : table.splitRows(split);
        return known >= 0 || table.splits() > 1
                ? known
                : table.statistics().rows().orElse(-1);
    }

    boolean mayMatch(int split) {
        if (!table.splitMayMatch(split, request)) {
            return false;
        }
        int rows = region.rows(split);
        if (rows < 0 || request.ranges().isEmpty()) {
            return true;
        }
        for (int zone = 0; zone < zones(rows); zone++) {
            if (zoneMayMatch(split, zone)) {
                return true;
            }
        }
        return false;
    }

    static int zones(long rows) {
        return Math.toIntExact((rows + CacheRegion.zoneRows() - 1) / CacheRegion.zoneRows());
    }

    boolean zoneMayMatch(int split, int zone) {
        for (ColumnRange range : request.ranges()) {
            int column = request.columns().get(range.column());
            Bounds bounds = region.zoneBounds(split, column, zone);
            if (bounds == null || !range.overlaps(bounds)) {
                return false;
            }
        }
        return true;
    }

    /** About what a column of a split takes in memory. */
    long expectedBytes(int column, long rows) {
        var type = table.schema().type(column);
        if (rows <= 0) {
            return 64 << 10;
        }
        if (table.likelyEncoding(column) == Encoding.DICTIONARY) {
            return rows * Integer.BYTES;
        }
        double text = type.isVariableLength()
                ? table.statistics().columns().get(column).averageBytes().orElse(0)
                : 0;
        return (long) (rows * (type.physical().bytes() + (text > 12 ? text : 0)));
    }
}
