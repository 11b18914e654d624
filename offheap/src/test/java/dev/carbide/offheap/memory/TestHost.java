package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A host that has so many bytes and no lock. */
class TestHost implements HostMemory {
    private final long bytes;
    private final Runnable inCalls;
    private final AtomicLong given = new AtomicLong();
    private volatile HostMemory.@Nullable Shrinkable task;

    TestHost(long bytes, Runnable inCalls) {
        this.bytes = bytes;
        this.inCalls = inCalls;
    }

    @Override
    public long acquire(long wanted) {
        inCalls.run();
        long before = given.getAndUpdate(now -> now + Math.min(wanted, bytes - now));
        inCalls.run();
        return Math.min(wanted, bytes - before);
    }

    @Override
    public void release(long released) {
        inCalls.run();
        assertTrue(given.addAndGet(-released) >= 0, "more came back than was given");
    }

    @Override
    public void attach(Shrinkable attached) {
        task = attached;
    }

    /** Asks the task for that much back. */
    long takeBack(long wanted) {
        Shrinkable asked = task;
        long freed = asked == null ? 0 : asked.shrink(wanted);
        assertTrue(freed >= 0 && freed <= wanted, "asked for " + wanted + ", got " + freed);
        assertTrue(given.addAndGet(-freed) >= 0, "more came back than was given");
        return freed;
    }

    long given() {
        return given.get();
    }
}
