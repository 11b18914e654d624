package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;

/** Takes the batches of a result. Thread-safe, never blocks. */
public interface BatchOutput {
    /**
     * Offers a batch whose memory the receiver then owns (one hold of its {@link dev.carbide.offheap.column.BatchMemory}).
     *
     * @return false when there is no room: the batch stays the caller's, who returns BLOCKED and offers it again later
     */
    boolean offer(Batch batch);

    /** Whether nobody wants more. */
    boolean isClosed();
}
