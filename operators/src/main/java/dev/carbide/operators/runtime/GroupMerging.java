package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import org.jspecify.annotations.Nullable;

/** Takes groups of elsewhere into a {@link GroupStore}, which copies what is new. Used by one thread. */
final class GroupMerging {
    /** How many at a time. */
    static final int ROWS = 1024;

    private final GroupStore store;
    private final GroupTable table;
    private final RowLayout layout;
    private final boolean exact;
    private final long[] slotKeys = new long[Batch.MAX_ROWS];
    private final int @Nullable [] rowBytes;
    private final long[] targets = new long[Batch.MAX_ROWS];
    private final int[] unequal = new int[Batch.MAX_ROWS];
    private final boolean[] isNew = new boolean[Batch.MAX_ROWS];

    GroupMerging(GroupStore store) {
        this.store = store;
        this.table = store.table();
        this.layout = store.shape().rows();
        this.exact = store.shape().exact();
        this.rowBytes = layout.isVariable() ? new int[Batch.MAX_ROWS] : null;
    }

    /** Looks at rows that are to be added; returns the most memory that may be needed for it. */
    long bytesFor(long[] rows, int count) {
        long strings = 0;
        for (int index = 0; index < count; index++) {
            long row = rows[index];
            slotKeys[index] = RawMemory.getLong(row + RowLayout.KEY_OFFSET);
            if (rowBytes != null) {
                rowBytes[index] = layout.rowBytes(row);
            }
            for (int offset : store.heldOffsets()) {
                if (RawMemory.getLong(row + offset) != 0) {
                    strings += HeldStrings.roomFor(GroupStore.heldLength(row + offset)) + Long.BYTES;
                }
            }
        }
        return table.bytesFor(count, rowBytes) + store.bytesForStrings(strings);
    }

    /** Adds the rows that {@link #bytesFor} has looked at last. */
    void add(long[] rows, int count) {
        table.find(slotKeys, count, rowBytes, targets);
        copyCreated(rows);
        int left = exact ? 0 : findUnequal(rows, count);
        while (left > 0) {
            table.findNext(slotKeys, unequal, left, rowBytes, targets);
            copyCreated(rows);
            left = stillUnequal(rows, left);
        }
        for (int index = 0; index < count; index++) {
            if (isNew[index]) {
                isNew[index] = false;
            } else {
                store.combine(targets[index], rows[index], false);
            }
        }
    }

    private void copyCreated(long[] rows) {
        int[] created = table.created();
        for (int index = 0; index < table.createdCount(); index++) {
            int tuple = created[index];
            long group = targets[tuple];
            int size = rowBytes == null ? layout.fixedBytes() : rowBytes[tuple];
            RawMemory.copy(
                    rows[tuple] + RowLayout.HEADER_BYTES,
                    group + RowLayout.HEADER_BYTES,
                    size - RowLayout.HEADER_BYTES);
            store.takeStrings(group);
            isNew[tuple] = true;
        }
    }

    private int findUnequal(long[] rows, int count) {
        int left = 0;
        for (int index = 0; index < count; index++) {
            unequal[left] = index;
            left += isEqual(rows, index) ? 0 : 1;
        }
        return left;
    }

    private int stillUnequal(long[] rows, int count) {
        int left = 0;
        for (int index = 0; index < count; index++) {
            int tuple = unequal[index];
            unequal[left] = tuple;
            left += isEqual(rows, tuple) ? 0 : 1;
        }
        return left;
    }

    private boolean isEqual(long[] rows, int tuple) {
        return isNew[tuple] || RowKeys.areEqual(store.shape(), targets[tuple], rows[tuple]);
    }
}
