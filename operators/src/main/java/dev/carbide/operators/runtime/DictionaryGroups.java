package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the group of every combination of dictionary codes, as long as the dictionaries stay the same: tuples whose
 * combination was seen before find their group without hashing. One worker's; for one thread.
 */
public final class DictionaryGroups {
    public static final int MAX_KEYS = 3;
    /** Combinations up to which it pays. */
    static final int MAX_COMBINATIONS = 1 << 14;

    private final @Nullable Column[] dictionaries = new Column[MAX_KEYS];
    private final int[] combinations = new int[dev.carbide.offheap.column.Batch.MAX_ROWS];
    private long[] groups = new long[0];

    /** Whether these columns' dictionaries are small enough to be used; forgets what belongs to others. */
    public boolean prepare(Column first) {
        return prepare(1, first, null, null);
    }

    public boolean prepare(Column first, Column second) {
        return prepare(2, first, second, null);
    }

    public boolean prepare(Column first, Column second, Column third) {
        return prepare(3, first, second, third);
    }

    private boolean prepare(int keys, Column first, @Nullable Column second, @Nullable Column third) {
        long size = sizeOf(first) * (keys > 1 ? sizeOf(second) : 1) * (keys > 2 ? sizeOf(third) : 1);
        if (size > MAX_COMBINATIONS) {
            return false;
        }
        boolean same = dictionaries[0] == first.dictionary()
                && (keys < 2 || dictionaries[1] == second.dictionary())
                && (keys < 3 || dictionaries[2] == third.dictionary());
        if (!same) {
            dictionaries[0] = first.dictionary();
            dictionaries[1] = keys < 2 ? null : second.dictionary();
            dictionaries[2] = keys < 3 ? null : third.dictionary();
            if (groups.length < size) {
                groups = new long[(int) size];
            }
            Arrays.fill(groups, 0);
        }
        return true;
    }

    /** The groups are no longer where they were. */
    void forget() {
        Arrays.fill(dictionaries, null);
    }

    /** Codes of a column: its entries, and one more for NULL. */
    private static long sizeOf(Column column) {
        return column.dictionary().length() + 1L;
    }

    /** The group rows of the tuples, if all their combinations are known. {@code rows} null when tuple i is row i. */
    public boolean find(Column first, int @Nullable [] rows, int count, long[] groupRows) {
        Arrays.fill(combinations, 0, count, 0);
        addCodes(first, rows, count);
        return lookUp(count, groupRows);
    }

    public boolean find(Column first, Column second, int @Nullable [] rows, int count, long[] groupRows) {
        Arrays.fill(combinations, 0, count, 0);
        addCodes(first, rows, count);
        addCodes(second, rows, count);
        return lookUp(count, groupRows);
    }

    public boolean find(Column first, Column second, Column third, int @Nullable [] rows, int count, long[] groupRows) {
        Arrays.fill(combinations, 0, count, 0);
        addCodes(first, rows, count);
        addCodes(second, rows, count);
        addCodes(third, rows, count);
        return lookUp(count, groupRows);
    }

    private void addCodes(Column column, int @Nullable [] rows, int count) {
        int size = (int) sizeOf(column);
        MemorySegment codes = column.values();
        if (column.validity() != null) {
            addNullableCodes(column, size, rows, count);
        } else if (rows == null) {
            addDenseCodes(codes, size, count);
        } else {
            addSelectedCodes(codes, size, rows, count);
        }
    }

    private void addDenseCodes(MemorySegment codes, int size, int count) {
        int[] sums = combinations;
        for (int tuple = 0; tuple < count; tuple++) {
            sums[tuple] = sums[tuple] * size + Columns.getInt(codes, tuple);
        }
    }

    private void addSelectedCodes(MemorySegment codes, int size, int[] rows, int count) {
        int[] sums = combinations;
        for (int tuple = 0; tuple < count; tuple++) {
            sums[tuple] = sums[tuple] * size + Columns.getInt(codes, rows[tuple]);
        }
    }

    private void addNullableCodes(Column column, int size, int @Nullable [] rows, int count) {
        for (int tuple = 0; tuple < count; tuple++) {
            int row = rows == null ? tuple : rows[tuple];
            int code = column.isValid(row) ? Columns.getInt(column.values(), row) : size - 1;
            combinations[tuple] = combinations[tuple] * size + code;
        }
    }

    private boolean lookUp(int count, long[] groupRows) {
        long[] known = groups;
        int[] at = combinations;
        long unknown = 0;
        for (int tuple = 0; tuple < count; tuple++) {
            long group = known[at[tuple]];
            groupRows[tuple] = group;
            unknown |= group - 1;
        }
        // group addresses are positive, so only a missing one (0) makes the sign bit of address - 1
        return unknown >= 0;
    }

    /** Learns the groups of the tuples that {@link #find} has looked at last. */
    public void remember(int count, long[] groupRows) {
        for (int tuple = 0; tuple < count; tuple++) {
            groups[combinations[tuple]] = groupRows[tuple];
        }
    }
}
