package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.spill.RowRunReader;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads groups back, a few at a time, as rows in its buffers. Used by one thread. */
final class GroupRunReader implements AutoCloseable {
    private final RowLayout layout;
    private final int[] heldOffsets;
    private final SpillBuffers buffers;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final LongConsumer room;
    private @Nullable RowRunReader reader;
    private long next;
    private int left;
    /** A row that is longer than a block. */
    private @Nullable Page large;

    /**
     * @param pool charged with rows that are longer than a block, one at a time
     * @param room makes sure that so many bytes are to be had there; called between two rows
     */
    GroupRunReader(GroupShape shape, SpillBuffers buffers, MemoryPool pool, PageAllocator pages, LongConsumer room) {
        this.layout = shape.rows();
        this.heldOffsets = GroupStore.heldOffsets(shape);
        this.buffers = buffers;
        this.pool = pool;
        this.pages = pages;
        this.room = room;
    }

    void open(RunSegment segment) {
        close();
        reader = new RowRunReader(segment, buffers);
        left = 0;
    }

    /** Puts the addresses of up to {@code most} more rows into {@code rows}, valid until the next call; 0 at the end. */
    int next(long[] rows, int most) {
        RowRunReader open = reader;
        if (open == null) {
            return 0;
        }
        if (left == 0 && !nextBlock(open)) {
            close();
            return 0;
        }
        int count = Math.min(left, most);
        long row = next;
        for (int index = 0; index < count; index++) {
            rows[index] = row;
            row += withStrings(row);
        }
        next = row;
        left -= count;
        return count;
    }

    private boolean nextBlock(RowRunReader open) {
        freeLarge();
        if (!open.nextBlock()) {
            return false;
        }
        int bytes = open.oversizeBytes();
        if (bytes == 0) {
            next = open.blockAddress();
            left = open.blockRows();
            return true;
        }
        room.accept(pages.pageSizeFor(bytes));
        large = pages.allocate(pool, bytes);
        next = large.address();
        left = 1;
        open.copyOversize(next);
        return true;
    }

    /** Lets the row point to its strings; returns the bytes of both. */
    private int withStrings(long row) {
        int size = layout.rowBytes(row);
        if (heldOffsets.length == 0) {
            return size;
        }
        for (int offset : heldOffsets) {
            if (RawMemory.getLong(row + offset) != 0) {
                RawMemory.putLong(row + offset, row + size);
                size += GroupStore.heldLength(row + offset);
            }
        }
        return (size + Long.BYTES - 1) & -Long.BYTES;
    }

    private void freeLarge() {
        if (large != null) {
            large.free();
            large = null;
        }
    }

    /** Ends the segment, also half-way; another one may be opened. */
    @Override
    public void close() {
        reader = null;
        left = 0;
        freeLarge();
    }
}
