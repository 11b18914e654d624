package dev.carbide.bridges;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;

/** Native memory of Carbide that can be shown to others: where it begins, and how many bytes it has. */
public record MemoryRange(long address, long bytes) {
    public MemoryRange {
        if (bytes < 0) {
            throw new CarbideException("A range of memory has at least 0 bytes, got " + bytes);
        }
    }

    public static MemoryRange of(Page page) {
        return new MemoryRange(page.address(), page.size());
    }

    /** One row. */
    public static MemoryRange ofRow(RowLayout layout, long row) {
        return new MemoryRange(row, layout.rowBytes(row));
    }

    /** All rows of one page of a store, one behind the other. No row may be added to the page while the range is in use. */
    public static MemoryRange ofRows(RowStore store, int page) {
        long start = store.pageStart(page);
        return new MemoryRange(start, store.pageEnd(page) - start);
    }

    /** A part of this range, by its offset from the first byte. */
    public MemoryRange slice(long offset, long length) {
        if (offset < 0 || length < 0 || offset > bytes - length) {
            throw new CarbideException("Slice must lie inside the " + bytes + " bytes of its range, got offset "
                    + offset + " and length " + length);
        }
        return new MemoryRange(address + offset, length);
    }
}
