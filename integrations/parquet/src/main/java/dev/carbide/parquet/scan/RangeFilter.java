package dev.carbide.parquet.scan;

import dev.carbide.offheap.type.FloatingType;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.parquet.file.ColumnStatistics;
import dev.carbide.parquet.file.StoredForm;
import org.jspecify.annotations.Nullable;

/** Decides from statistics whether a block may hold a row within a range. */
final class RangeFilter {
    private final int column;
    private final @Nullable StatisticsValue low;
    private final boolean lowInclusive;
    private final @Nullable StatisticsValue high;
    private final boolean highInclusive;

    /** {@code column} is the position of the range's column among those that are read. */
    RangeFilter(ColumnRange range, int column) {
        this.column = column;
        this.low = range.low() == null ? null : StatisticsValue.of(range.low());
        this.lowInclusive = range.lowInclusive();
        this.high = range.high() == null ? null : StatisticsValue.of(range.high());
        this.highInclusive = range.highInclusive();
    }

    /** Position among the columns that are read. */
    int column() {
        return column;
    }

    /** False only if none of the {@code rows} rows that {@code statistics} describe is within the range. */
    boolean mayMatch(StoredForm form, ColumnStatistics statistics, long rows) {
        if (statistics.nullCount() == rows) {
            // NULL is within no range
            return false;
        }
        byte[] minBytes = statistics.min();
        byte[] maxBytes = statistics.max();
        StatisticsValue min = minBytes == null ? null : StatisticsValue.of(form, minBytes);
        StatisticsValue max = maxBytes == null ? null : StatisticsValue.of(form, maxBytes);
        if (min == null || max == null) {
            return true;
        }
        if (high != null) {
            int order = min.compareTo(high);
            if (order > 0 || order == 0 && !highInclusive) {
                return false;
            }
        }
        // NaN is larger than all numbers and in no statistics, so there may be one above any maximum
        boolean maxHolds = !(form.type() instanceof FloatingType) || high != null;
        if (low != null && maxHolds) {
            int order = max.compareTo(low);
            return order > 0 || order == 0 && lowInclusive;
        }
        return true;
    }
}
