package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reservation that has met a limit, until it is met or refused. Belongs to the requesting thread. */
final class MemoryRequest {
    private final MemoryPool pool;
    private final long bytes;
    private final @Nullable MemoryConsumer consumer;
    private final long began = System.nanoTime();
    /** Consumers that were asked for this request and gave nothing. */
    private final Set<MemoryConsumer> exhausted = new HashSet<>();

    /** @param consumer the one that requests at a safepoint of its own; null if the requester is none, or not at one */
    MemoryRequest(MemoryPool pool, long bytes, @Nullable MemoryConsumer consumer) {
        this.pool = pool;
        this.bytes = bytes;
        this.consumer = consumer;
    }

    MemoryPool pool() {
        return pool;
    }

    long bytes() {
        return bytes;
    }

    @Nullable
    MemoryConsumer consumer() {
        return consumer;
    }

    long nanos() {
        return System.nanoTime() - began;
    }

    Set<MemoryConsumer> exhausted() {
        return exhausted;
    }

    /**
     * @throws MemoryLimitException if no room can be made
     * @throws CancelledException if the task of the requester was cancelled
     */
    void makeRoom(LimitPolicy policy, MemoryPool limiting) {
        MemoryTask task = pool.task();
        if (task != null && task.isCancelled()) {
            throw new CancelledException("Pool " + pool.path() + " waited for " + bytes + " bytes when its task ended");
        }
        if (!policy.makeRoom(this, limiting)) {
            throw new MemoryLimitException(PoolReport.refusal(pool, limiting, bytes));
        }
    }
}
