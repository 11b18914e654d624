package dev.carbide.parquet.decode;

import java.lang.foreign.MemorySegment;

/** The buffer that holds values of one batch that no page holds in one piece. It enters the batch's table when first used. */
final class BatchBuffer {
    private static final int NOT_IN_TABLE = -1;

    private final ViewTarget target;
    private final GrowingBytes bytes;
    private int index = NOT_IN_TABLE;
    private long used;

    BatchBuffer(ViewTarget target, GrowingBytes bytes) {
        this.target = target;
        this.bytes = bytes;
    }

    /** A new batch: nobody uses the values of the last one any more. */
    void startBatch() {
        index = NOT_IN_TABLE;
        used = 0;
    }

    /** The bytes of the batch so far. */
    long used() {
        return used;
    }

    /** The index of the buffer in the table of the batch; after {@link #extend}. */
    int index() {
        return index;
    }

    /** Adds {@code more} bytes behind {@link #used} and returns the buffer. */
    MemorySegment extend(long more) {
        MemorySegment buffer = bytes.ensure(used + more, used);
        if (index == NOT_IN_TABLE) {
            index = target.add(buffer);
        } else if (target.segment(index) != buffer) {
            target.replace(index, buffer);
        }
        used += more;
        return buffer;
    }
}
