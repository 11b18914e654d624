package dev.carbide.operators.scan;

import dev.carbide.offheap.type.Bounds;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Numbers for the planner, never relied on for correctness.
 *
 * @param rows row count, if known
 * @param columns one per column of the schema
 */
public record TableStatistics(OptionalLong rows, List<ColumnStatistics> columns) {
    public TableStatistics {
        columns = List.copyOf(columns);
    }

    /** Nothing known of {@code columns} columns. */
    public static TableStatistics unknown(int columns) {
        return new TableStatistics(
                OptionalLong.empty(), java.util.Collections.nCopies(columns, ColumnStatistics.UNKNOWN));
    }

    /**
     * Of one column.
     *
     * @param distinct estimated number of distinct values
     * @param bounds of the values as longs, where the type has such a form
     * @param averageBytes of a string or binary value
     */
    public record ColumnStatistics(OptionalDouble distinct, Bounds bounds, OptionalDouble averageBytes) {
        public static final ColumnStatistics UNKNOWN =
                new ColumnStatistics(OptionalDouble.empty(), Bounds.UNBOUNDED, OptionalDouble.empty());
    }
}
