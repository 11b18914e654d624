package dev.carbide.sql.plan;

import dev.carbide.offheap.type.Bounds;
import dev.carbide.operators.scan.TableStatistics.ColumnStatistics;

/**
 * What is assumed of a column's values.
 *
 * @param distinct number of distinct values, at least 1
 * @param bounds smallest and largest as longs, {@link Bounds#UNBOUNDED} if not known
 * @param bytes width of a value
 */
record ColumnFacts(double distinct, Bounds bounds, double bytes) {
    private static final double FIXED_BYTES = 8;

    ColumnFacts {
        distinct = Math.max(1, distinct);
    }

    /** Without statistics: every tenth value is a new one, unless bounds say that there are fewer. */
    static ColumnFacts of(ColumnStatistics statistics, double rows) {
        Bounds bounds = statistics.bounds();
        double distinct = statistics.distinct().orElse(Math.min(rows / 10, span(bounds)));
        return new ColumnFacts(
                Math.min(distinct, Math.max(1, rows)),
                bounds,
                statistics.averageBytes().orElse(FIXED_BYTES));
    }

    static ColumnFacts ofDistinct(double distinct) {
        return new ColumnFacts(distinct, Bounds.UNBOUNDED, FIXED_BYTES);
    }

    /** Values from smallest to largest. */
    static double span(Bounds bounds) {
        return bounds.fitsLong() ? (double) bounds.max() - bounds.min() + 1 : Double.POSITIVE_INFINITY;
    }

    /** After a condition on this very column has left a part of its values. */
    ColumnFacts narrowed(double selectivity) {
        return new ColumnFacts(distinct * selectivity, bounds, bytes);
    }

    /** In a relation of so many rows. */
    ColumnFacts within(double rows) {
        return distinct <= rows ? this : new ColumnFacts(rows, bounds, bytes);
    }
}
