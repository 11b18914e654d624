package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A reservation that has met a limit, until it is met or refused. Belongs to the requesting thread. */
final class MemoryRequest {
    private final MemoryPool pool;
    private long bytes;
    private final @Nullable MemoryConsumer consumer;
    private final @Nullable Pin pin;
    /** Consumers that were asked for this request and gave nothing. */
    private final Set<MemoryConsumer> exhausted = new HashSet<>();

    // What the arbiter notes about it.
    /** Changes that had happened before the last attempt. */
    long seen;
    /** When something was last freed for it, or at all. */
    long progressNanos;
    /** What had been given up anywhere by then. */
    long givenUp;
    /** How often it has waited since. */
    int waits;
    /** Whether what others write out just now is waited for instead of being passed over. */
    boolean awaitsClaims;
    /** How often it was tried once more instead of being refused, as something had changed. */
    int lastTries;

    MemoryRequest(MemoryPool pool, long bytes) {
        this(pool, bytes, null, null);
    }

    /**
     * @param consumer the one that requests at a safepoint of its own; null if the requester is none, or not at one
     * @param pin the pin in which it does
     */
    MemoryRequest(MemoryPool pool, long bytes, @Nullable MemoryConsumer consumer, @Nullable Pin pin) {
        this.pool = pool;
        this.bytes = bytes;
        this.consumer = consumer;
        this.pin = pin;
    }

    MemoryPool pool() {
        return pool;
    }

    long bytes() {
        return bytes;
    }

    /** The requester has been written out meanwhile and needs another amount. */
    void setBytes(long other) {
        bytes = other;
    }

    @Nullable
    MemoryConsumer consumer() {
        return consumer;
    }

    @Nullable
    Pin pin() {
        return pin;
    }

    Set<MemoryConsumer> exhausted() {
        return exhausted;
    }

    /**
     * Tries until it succeeds, making room in between.
     *
     * @param attempt returns the pool whose limit forbids it, or null if that is done
     * @throws MemoryLimitException if no room can be made
     * @throws CancelledException if the task of the requester was cancelled
     */
    void insist(LimitPolicy policy, Supplier<@Nullable MemoryPool> attempt) {
        policy.begun(this);
        try {
            for (MemoryPool limiting = attempt.get(); limiting != null; limiting = attempt.get()) {
                makeRoom(policy, limiting);
            }
        } finally {
            policy.ended(this);
        }
    }

    private void makeRoom(LimitPolicy policy, MemoryPool limiting) {
        MemoryTask task = pool.task();
        if (task != null && task.isCancelled()) {
            throw new CancelledException("Pool " + pool.path() + " waited for " + bytes + " bytes when its task ended");
        }
        if (!policy.makeRoom(this, limiting)) {
            throw new MemoryLimitException(PoolReport.refusal(pool, limiting, bytes));
        }
    }
}
