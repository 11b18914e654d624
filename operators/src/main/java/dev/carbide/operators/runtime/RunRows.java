package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.spill.RowRunReader;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows that were written out, a batch at a time; they lie in the buffers until the next call. Not thread-safe. */
final class RunRows implements AutoCloseable {
    private final List<RunSegment> segments;
    private final RowLayout layout;
    private final SpillBuffers buffers;
    private final OperatorResources resources;
    private int nextSegment;
    private @Nullable RowRunReader reader;
    private @Nullable Page oversize;
    private long at;
    private int left;
    private long position;

    /** @param from rows to be passed over */
    RunRows(List<RunSegment> segments, long from, RowLayout layout, SpillBuffers buffers, OperatorResources resources) {
        this.segments = segments;
        this.layout = layout;
        this.buffers = buffers;
        this.resources = resources;
        skip(from);
    }

    private void skip(long rows) {
        while (nextSegment < segments.size()
                && position + segments.get(nextSegment).rows() <= rows) {
            position += segments.get(nextSegment++).rows();
        }
        long[] passed = new long[256];
        while (position < rows) {
            int wanted = (int) Math.min(passed.length, rows - position);
            next(wanted == passed.length ? passed : new long[wanted]);
        }
    }

    /** The rows read so far, those passed over included. */
    long position() {
        return position;
    }

    /** Up to {@code rows.length} more rows, of one block; 0 at the end. */
    int next(long[] rows) {
        while (left == 0) {
            if (!nextBlock()) {
                return 0;
            }
        }
        int count = Math.min(rows.length, left);
        for (int index = 0; index < count; index++) {
            rows[index] = at;
            at += layout.rowBytes(at);
        }
        left -= count;
        position += count;
        return count;
    }

    private boolean nextBlock() {
        close();
        while (reader == null || !reader.nextBlock()) {
            if (nextSegment == segments.size()) {
                return false;
            }
            resources.cancellation().check();
            reader = new RowRunReader(segments.get(nextSegment++), buffers);
        }
        if (reader.oversizeBytes() > 0) {
            Page page = resources.pages().allocate(resources.pool(), reader.oversizeBytes());
            oversize = page;
            reader.copyOversize(page.address());
            at = page.address();
            left = 1;
        } else {
            at = reader.blockAddress();
            left = reader.blockRows();
        }
        return true;
    }

    /** Frees the row that did not fit a block, if there is one. */
    @Override
    public void close() {
        if (oversize != null) {
            oversize.free();
            oversize = null;
        }
    }
}
