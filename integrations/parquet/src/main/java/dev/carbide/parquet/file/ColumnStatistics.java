package dev.carbide.parquet.file;

import org.jspecify.annotations.Nullable;

/**
 * What a file claims about the values of a column chunk or page, in PLAIN encoding without length prefix and in the order of
 * the column's type. Bounds are inclusive, but need not occur.
 *
 * @param nullCount -1 if not known
 * @param distinctCount -1 if not known
 */
public record ColumnStatistics(byte @Nullable [] min, byte @Nullable [] max, long nullCount, long distinctCount) {
    public static final ColumnStatistics NONE = new ColumnStatistics(null, null, -1, -1);

    public boolean hasBounds() {
        return min != null && max != null;
    }
}
