package dev.carbide.parquet.write;

import org.jspecify.annotations.Nullable;

/**
 * What the page index says of a page, and the footer of a column chunk: bounds in PLAIN encoding, null where there are none.
 *
 * @param exact false if the bounds are shortened
 * @param usable false if there are values of which the bounds say nothing (only NaN), so that no index may be written
 */
record PageStatistics(
        byte @Nullable [] min, byte @Nullable [] max, long nulls, long values, boolean exact, boolean usable) {
    boolean isNullOnly() {
        return nulls == values;
    }
}
