package dev.carbide.parquet.scan;

import dev.carbide.offheap.type.Bounds;
import dev.carbide.parquet.file.ColumnStatistics;
import dev.carbide.parquet.file.StoredForm;

/** Bounds that a file claims, for the planner only: nothing that must be right may rest on them. */
public final class StatisticsBounds {
    private static final int LONG_BITS = 63;

    private StatisticsBounds() {}

    /** The claimed bounds where the column's values are longs and the claim makes sense. */
    public static Bounds of(StoredForm form, ColumnStatistics statistics) {
        byte[] low = statistics.min();
        byte[] high = statistics.max();
        if (low != null
                && high != null
                && StatisticsValue.of(form, low) instanceof StatisticsValue.Exact min
                && StatisticsValue.of(form, high) instanceof StatisticsValue.Exact max
                && min.value().bitLength() <= LONG_BITS
                && max.value().bitLength() <= LONG_BITS
                && min.compareTo(max) <= 0) {
            return Bounds.of(min.value().longValue(), max.value().longValue());
        }
        return Bounds.UNBOUNDED;
    }
}
