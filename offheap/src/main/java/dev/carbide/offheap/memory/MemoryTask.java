package dev.carbide.offheap.memory;

import java.util.function.BooleanSupplier;

/**
 * A task in the ledger: one query, or one task of a stage. Its floor was reserved whole when it was admitted, as the
 * guarantee of its pool.
 */
public final class MemoryTask implements AutoCloseable {
    private final MemoryPool pool;
    private final long floor;
    private final long ownLimit;
    private final BooleanSupplier cancelled;
    private final TaskQueue queue;

    MemoryTask(MemoryPool pool, long floor, BooleanSupplier cancelled, TaskQueue queue) {
        this.pool = pool;
        this.floor = floor;
        this.ownLimit = pool.limit();
        this.cancelled = cancelled;
        this.queue = queue;
        pool.setTask(this);
    }

    public MemoryPool pool() {
        return pool;
    }

    /** Bytes reserved whole before it starts. */
    public long floor() {
        return floor;
    }

    /** Caps the pool at its share, if that is less than its own limit. */
    void cap(long share) {
        pool.setLimit(Math.min(ownLimit, Math.max(floor, share)));
    }

    boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    /** Closes the pool and makes way for other tasks. */
    @Override
    public void close() {
        try {
            pool.close();
        } finally {
            queue.ended(this);
        }
    }
}
