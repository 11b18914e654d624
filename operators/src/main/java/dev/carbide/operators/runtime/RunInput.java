package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.spill.RowRunReader;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import org.jspecify.annotations.Nullable;

/**
 * Sorted rows in a file, read block by block. Takes memory only while it is open; closed, it remembers its place, and can be
 * opened again.
 */
final class RunInput extends MergeInput implements AutoCloseable {
    /** Rows up to this size never get blocks of their own. */
    private static final int SURELY_IN_BLOCK = SpillBuffers.DEFAULT_BLOCK_BYTES / 2;

    private final RowLayout layout;
    private final int level;
    private final int longestRow;
    /** From the block on that holds the head, or would. */
    private RunSegment segment;
    /** Rows of that block that were taken. */
    private int taken;

    private @Nullable SpillBuffers buffers;
    private @Nullable Page oversize;
    private @Nullable RowRunReader reader;
    private long row;
    private int left;

    /**
     * @param level how often its rows have been merged
     * @param longestRow in bytes
     */
    RunInput(RunSegment segment, RowLayout layout, int level, int longestRow) {
        this.segment = segment;
        this.layout = layout;
        this.level = level;
        this.longestRow = longestRow;
    }

    SpillFile file() {
        return segment.file();
    }

    int level() {
        return level;
    }

    /** Of the rows not taken, about. */
    long bytes() {
        return segment.bytes();
    }

    /** What it takes to be open. */
    long openBytes(PageAllocator pages) {
        if (segment.rows() == 0) {
            return 0;
        }
        return SpillBuffers.bytes() + (longestRow > SURELY_IN_BLOCK ? pages.pageSizeFor(longestRow) : 0);
    }

    void open(MemoryPool pool, PageAllocator pages) {
        if (segment.rows() == 0) {
            return;
        }
        SpillBuffers space = new SpillBuffers(pool, pages);
        buffers = space;
        if (longestRow > SURELY_IN_BLOCK) {
            oversize = pages.allocate(pool, longestRow);
        }
        reader = new RowRunReader(segment, space);
        int passed = taken;
        load();
        for (taken = 0; taken < passed; ) {
            advance();
        }
    }

    /** Loads the first block of what is left. */
    private void load() {
        RowRunReader from = open();
        segment = from.rest();
        taken = 0;
        left = 0;
        if (!from.nextBlock()) {
            close();
            return;
        }
        if (from.oversizeBytes() == 0) {
            row = from.blockAddress();
            left = from.blockRows();
        } else if (oversize != null) {
            row = oversize.address();
            left = 1;
            from.copyOversize(row);
        }
    }

    private RowRunReader open() {
        if (reader == null) {
            throw new CarbideInternalException("A run is read that is not open");
        }
        return reader;
    }

    @Override
    long head() {
        return left == 0 ? NONE : row;
    }

    @Override
    long advance() {
        taken++;
        if (--left == 0) {
            return NONE;
        }
        row += layout.rowBytes(row);
        return row;
    }

    @Override
    long refill() {
        if (segment.rows() > 0) {
            load();
        }
        return head();
    }

    /** Gives its memory back, which also happens at the end of the run. */
    @Override
    public void close() {
        reader = null;
        left = 0;
        if (buffers != null) {
            buffers.close();
            buffers = null;
        }
        if (oversize != null) {
            oversize.free();
            oversize = null;
        }
    }
}
