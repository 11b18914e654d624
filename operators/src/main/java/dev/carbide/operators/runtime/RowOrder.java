package dev.carbide.operators.runtime;

import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.sort.SortKeys;

/**
 * How rows compare: by their slot key, which is the prefix of an encoded sort key ({@link SortKeys}) as an unsigned long,
 * and where that is equal by the encoded key in a BINARY field.
 */
public final class RowOrder {
    private final RowLayout layout;
    private final int keyOffset;

    private RowOrder(RowLayout layout, int keyOffset) {
        this.layout = layout;
        this.keyOffset = keyOffset;
    }

    /** Encoded keys of at most 8 bytes: the slot key says all. */
    public static RowOrder byPrefix(RowLayout layout) {
        return new RowOrder(layout, -1);
    }

    /** Longer keys; field {@code keyField} is BINARY, never NULL, and holds the whole encoded key. */
    public static RowOrder byKey(RowLayout layout, int keyField) {
        return new RowOrder(layout, layout.offset(keyField));
    }

    public RowLayout layout() {
        return layout;
    }

    static long prefix(long row) {
        return RawMemory.getLong(row + RowLayout.KEY_OFFSET);
    }

    int compare(long left, long right) {
        int byPrefix = Long.compareUnsigned(prefix(left), prefix(right));
        return byPrefix != 0 ? byPrefix : compareKeys(left, right);
    }

    /** Of rows with equal prefixes. */
    int compareKeys(long left, long right) {
        if (keyOffset < 0) {
            return 0;
        }
        return RawMemory.compare(keyAddress(left), keyBytes(left), keyAddress(right), keyBytes(right));
    }

    private long keyAddress(long row) {
        return row + RawMemory.getInt(row + keyOffset);
    }

    private int keyBytes(long row) {
        return keyOffset < 0 ? 0 : RawMemory.getInt(row + keyOffset + Integer.BYTES);
    }

    /** Whether the key goes on behind {@code depth} bytes. */
    boolean hasMore(long row, int depth) {
        return keyBytes(row) > depth;
    }

    /** The 8 bytes of the key behind {@code depth}, as an unsigned long, zeros where it is shorter. */
    long prefixAt(long row, int depth) {
        return SortKeys.prefix(keyAddress(row) + depth, Math.max(0, keyBytes(row) - depth));
    }
}
