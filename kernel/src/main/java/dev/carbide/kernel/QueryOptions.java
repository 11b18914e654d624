package dev.carbide.kernel;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.HostMemory;
import dev.carbide.offheap.memory.MemoryPool;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to execute a query once. Start from {@link #DEFAULT}.
 *
 * @param name in messages, metrics and events; null for the name it was prepared under
 * @param onCallerThread whether {@code next()} does the work on its own thread instead of the kernel's workers
 * @param memoryLimit bytes that this execution may hold; the kernel's budget bounds it anyway
 * @param hostMemory from which this execution has its memory instead of from the kernel's budget, and which bounds it then;
 *     null for none
 * @param timeout after which the query is cancelled, counted from {@code execute()}; null for none
 */
public record QueryOptions(
        @Nullable String name,
        boolean onCallerThread,
        long memoryLimit,
        @Nullable HostMemory hostMemory,
        @Nullable Duration timeout) {
    public static final QueryOptions DEFAULT = new QueryOptions(null, false, MemoryPool.UNLIMITED, null, null);

    public QueryOptions {
        if (name != null && name.isBlank()) {
            throw new CarbideException("The name of a query must not be blank");
        }
        if (memoryLimit <= 0) {
            throw new CarbideException("The memory limit of a query must be positive, got " + memoryLimit);
        }
        if (hostMemory != null && memoryLimit != MemoryPool.UNLIMITED) {
            throw new CarbideException(
                    "A query whose memory comes from a host is bounded by the host: it cannot also have a"
                            + " memory limit, got " + memoryLimit);
        }
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new CarbideException("The time-out of a query must be positive, got " + timeout);
        }
    }

    public QueryOptions withName(String newName) {
        return new QueryOptions(newName, onCallerThread, memoryLimit, hostMemory, timeout);
    }

    public QueryOptions withCallerThread() {
        return new QueryOptions(name, true, memoryLimit, hostMemory, timeout);
    }

    public QueryOptions withMemoryLimit(long bytes) {
        return new QueryOptions(name, onCallerThread, bytes, hostMemory, timeout);
    }

    /** One execution at a time: what it is attached to is the execution. */
    public QueryOptions withHostMemory(HostMemory host) {
        return new QueryOptions(name, onCallerThread, memoryLimit, host, timeout);
    }

    public QueryOptions withTimeout(Duration newTimeout) {
        return new QueryOptions(name, onCallerThread, memoryLimit, hostMemory, newTimeout);
    }
}
