package dev.carbide.operators.runtime;

import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.spill.RowRunReader;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.operators.scan.Cancellation;

/** Reads rows that were written out back into a store, their chains ended. Not thread-safe. */
final class RunLoader {
    private final RowStore rows;
    private final SpillBuffers buffers;
    private final Cancellation cancellation;
    private long minKey = Long.MAX_VALUE;
    private long maxKey = Long.MIN_VALUE;

    RunLoader(RowStore rows, SpillBuffers buffers, Cancellation cancellation) {
        this.rows = rows;
        this.buffers = buffers;
        this.cancellation = cancellation;
    }

    void load(RunSegment segment) {
        RowRunReader reader = new RowRunReader(segment, buffers);
        while (reader.nextBlock()) {
            cancellation.check();
            if (reader.oversizeBytes() > 0) {
                long row = rows.allocate(reader.oversizeBytes());
                reader.copyOversize(row);
                loaded(row);
            } else {
                copy(reader.blockAddress(), reader.blockRows());
            }
        }
    }

    private void copy(long block, int count) {
        RowLayout layout = rows.layout();
        long from = block;
        for (int index = 0; index < count; index++) {
            int bytes = layout.rowBytes(from);
            long row = rows.allocate(bytes);
            RawMemory.copy(from, row, bytes);
            loaded(row);
            from += bytes;
        }
    }

    private void loaded(long row) {
        long key = RawMemory.getLong(row + RowLayout.KEY_OFFSET);
        minKey = Math.min(minKey, key);
        maxKey = Math.max(maxKey, key);
        RawMemory.putLong(row + RowLayout.NEXT_OFFSET, 0);
    }

    /** The smallest slot key; more than {@link #maxKey} if nothing was loaded. */
    long minKey() {
        return minKey;
    }

    long maxKey() {
        return maxKey;
    }
}
