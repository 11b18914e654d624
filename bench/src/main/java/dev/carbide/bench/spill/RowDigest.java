package dev.carbide.bench.spill;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows, a checksum of their values that does not depend on their order, and whether they came in order. An engine hands in
 * its values one by one, a row after the other: whole numbers as such, dates as days since 1970. For one thread.
 */
final class RowDigest {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long NULL = 0x6A09E667F3BCC908L;

    /** By column, its place among the keys of the order; -1 if it is none of them. */
    private final int[] keyOfColumn;

    private long[] last;
    private long[] current;
    private int column;
    private long row;
    private long rows;
    private long checksum;
    private boolean ordered = true;

    /** @param keys columns that the rows are expected to be in ascending order of; none if any order will do */
    RowDigest(int columns, int... keys) {
        keyOfColumn = new int[columns];
        Arrays.fill(keyOfColumn, -1);
        for (int key = 0; key < keys.length; key++) {
            keyOfColumn[keys[key]] = key;
        }
        last = new long[keys.length];
        current = new long[keys.length];
    }

    void add(long value) {
        int key = keyOfColumn[column];
        if (key >= 0) {
            current[key] = value;
        }
        mix(value);
    }

    void add(@Nullable BigDecimal value) {
        mix(value == null ? NULL : value.unscaledValue().longValue() + value.scale());
    }

    void add(@Nullable String value) {
        mix(value == null ? NULL : ((long) value.length() << 32) + value.hashCode());
    }

    void addNull() {
        mix(NULL);
    }

    private void mix(long value) {
        long mixed = (row + value) * MULTIPLIER;
        row = mixed ^ mixed >>> 29;
        column++;
    }

    void endRow() {
        if (last.length > 0) {
            ordered &= rows == 0 || Arrays.compare(last, current) <= 0;
            long[] free = last;
            last = current;
            current = free;
        }
        checksum += row * MULTIPLIER;
        rows++;
        row = 0;
        column = 0;
    }

    long rows() {
        return rows;
    }

    long checksum() {
        return checksum;
    }

    /** Whether no row came before one with smaller keys. */
    boolean ordered() {
        return ordered;
    }
}
