package dev.carbide.parquet.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of a row group as ascending, disjoint ranges that do not touch: {@code [from, to)} pairs. Immutable. */
final class RowRanges {
    private final long[] edges;

    private RowRanges(long[] edges) {
        this.edges = edges;
    }

    static RowRanges all(long rows) {
        return new RowRanges(rows == 0 ? new long[0] : new long[] {0, rows});
    }

    /** The rows of ranges given in ascending order; ranges less than {@code gap} rows apart become one. */
    static RowRanges of(List<long[]> ranges, long gap) {
        long[] edges = new long[2 * ranges.size()];
        int length = 0;
        for (long[] range : ranges) {
            if (length > 0 && range[0] - edges[length - 1] <= gap) {
                edges[length - 1] = range[1];
            } else {
                edges[length++] = range[0];
                edges[length++] = range[1];
            }
        }
        return new RowRanges(Arrays.copyOf(edges, length));
    }

    int count() {
        return edges.length >> 1;
    }

    boolean isEmpty() {
        return edges.length == 0;
    }

    long from(int range) {
        return edges[2 * range];
    }

    long to(int range) {
        return edges[2 * range + 1];
    }

    long rows() {
        long rows = 0;
        for (int range = 0; range < count(); range++) {
            rows += to(range) - from(range);
        }
        return rows;
    }

    RowRanges intersect(RowRanges other) {
        List<long[]> common = new ArrayList<>();
        int left = 0;
        int right = 0;
        while (left < count() && right < other.count()) {
            long from = Math.max(from(left), other.from(right));
            long to = Math.min(to(left), other.to(right));
            if (from < to) {
                common.add(new long[] {from, to});
            }
            if (to(left) < other.to(right)) {
                left++;
            } else {
                right++;
            }
        }
        return of(common, 0);
    }

    /** Those of the rows that lie in {@code [from, to)}. */
    RowRanges within(long from, long to) {
        return from < to ? intersect(new RowRanges(new long[] {from, to})) : new RowRanges(new long[0]);
    }

    /** The same rows and those between ranges that are at most {@code gap} rows apart. */
    RowRanges joined(long gap) {
        List<long[]> ranges = new ArrayList<>();
        for (int range = 0; range < count(); range++) {
            ranges.add(new long[] {from(range), to(range)});
        }
        return of(ranges, gap);
    }
}
