package dev.carbide.kernel.testing;

import dev.carbide.offheap.memory.HostMemory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A host with a fixed number of bytes that is more or less helpful. Thread-safe. */
public final class TestHost implements HostMemory {
    /** How it behaves. */
    public enum Manner {
        GENEROUS,
        /** Gives half of what is asked, and sometimes nothing. */
        STINGY,
        /** Lets other threads go first before it answers. */
        SLOW,
        /** Takes back from inside {@code acquire}. */
        SHRINKING,
        /** Takes back on another thread, whose end it awaits, while it holds the lock that every call takes. */
        LOCKED
    }

    private static final long SHRUNK = 1 << 20;

    private final long bytes;
    private final Manner manner;
    private final ReentrantLock calls = new ReentrantLock();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable Shrinkable task;

    // Guarded by this.
    private long given;
    private long mostGiven;
    private int asked;

    public TestHost(long bytes, Manner manner) {
        this.bytes = bytes;
        this.manner = manner;
    }

    @Override
    public void attach(Shrinkable attached) {
        task = attached;
    }

    @Override
    public long acquire(long wanted) {
        return switch (manner) {
            case GENEROUS -> give(wanted);
            case STINGY -> give(turn() % 7 == 5 ? 0 : (wanted + 1) / 2);
            case SLOW -> {
                Thread.yield();
                long some = give(wanted);
                Thread.yield();
                yield some;
            }
            case SHRINKING -> {
                shrinkAtTimes();
                yield give(wanted);
            }
            case LOCKED -> {
                calls.lock();
                try {
                    shrinkElsewhere();
                    yield give(wanted);
                } finally {
                    calls.unlock();
                }
            }
        };
    }

    private synchronized int turn() {
        return asked++;
    }

    private synchronized long give(long wanted) {
        long some = Math.min(wanted, bytes - given);
        given += some;
        mostGiven = Math.max(mostGiven, given);
        return some;
    }

    private void shrinkAtTimes() {
        if (turn() % 3 == 2) {
            shrink(SHRUNK);
        }
    }

    private void shrinkElsewhere() {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            shrinkAtTimes();
            done.countDown();
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes bytes back, as far as the task gives them. */
    public long shrink(long some) {
        Shrinkable attached = task;
        try {
            long freed = attached == null ? 0 : attached.shrink(some);
            take(freed);
            return freed;
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            throw e;
        }
    }

    @Override
    public void release(long some) {
        calls.lock();
        try {
            take(some);
        } finally {
            calls.unlock();
        }
    }

    private synchronized void take(long some) {
        if (some < 0 || some > given) {
            failures.incrementAndGet();
        }
        given -= some;
    }

    public synchronized long given() {
        return given;
    }

    public synchronized long mostGiven() {
        return mostGiven;
    }

    /** Calls that were wrong or failed. */
    public int failures() {
        return failures.get();
    }
}
