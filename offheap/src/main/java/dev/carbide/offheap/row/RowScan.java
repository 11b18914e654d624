package dev.carbide.offheap.row;

import dev.carbide.offheap.raw.RawMemory;

/** A pass over the rows of some pages of a {@link RowStore}. Used by one thread at a time. */
public final class RowScan {
    private final RowStore store;
    private final int endPage;
    private int page;
    private long row;
    private long end;

    RowScan(RowStore store, int page, int endPage) {
        this.store = store;
        this.page = page;
        this.endPage = endPage;
    }

    /** Puts the addresses of up to {@code rows.length} more rows into {@code rows}; 0 at the end. */
    public int next(long[] rows) {
        int count = 0;
        while (count < rows.length && (row < end || openPage())) {
            count = store.layout().isVariable() ? stepVariable(rows, count) : stepFixed(rows, count);
        }
        return count;
    }

    private boolean openPage() {
        while (page < endPage) {
            row = store.pageStart(page);
            end = store.pageEnd(page);
            page++;
            if (row < end) {
                return true;
            }
        }
        return false;
    }

    private int stepFixed(long[] rows, int from) {
        int size = store.layout().fixedBytes();
        int count = (int) Math.min(rows.length - from, (end - row) / size);
        for (int index = 0; index < count; index++) {
            rows[from + index] = row + (long) index * size;
        }
        row += (long) count * size;
        return from + count;
    }

    private int stepVariable(long[] rows, int from) {
        int count = from;
        long at = row;
        while (count < rows.length && at < end) {
            rows[count++] = at;
            at += RawMemory.getInt(at + RowLayout.SIZE_OFFSET);
        }
        row = at;
        return count;
    }
}
