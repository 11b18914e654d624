package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A consumer whose rows are numbers, each of which stands for so many bytes. It knows who is inside and fails when it is
 * written out under somebody.
 */
final class TestRows extends MemoryConsumer {
    private final long rowBytes;
    private final ArrayDeque<Long> resident = new ArrayDeque<>();
    private final List<Long> written = new ArrayList<>();
    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
    private final Runnable whileSpilling;
    private long added;
    private long sum;
    private volatile boolean fails;

    TestRows(MemoryPool pool, long rowBytes, long keptBytes, MemoryArbiter arbiter, Runnable whileSpilling) {
        super(pool, keptBytes, arbiter);
        this.rowBytes = rowBytes;
        this.whileSpilling = whileSpilling;
    }

    TestRows(MemoryPool pool, long rowBytes, MemoryArbiter arbiter) {
        this(pool, rowBytes, rowBytes, arbiter, () -> {});
    }

    /** One more row, for which there is room already or must be found now. */
    void add() {
        pool().reserve(rowBytes);
        resident.add(++added);
        sum += added;
    }

    void failWhenSpilled() {
        fails = true;
    }

    void entered() {
        inside.add(Thread.currentThread());
    }

    void leaves() {
        inside.remove(Thread.currentThread());
    }

    @Override
    protected void spill(long bytes) {
        for (Thread user : inside) {
            assertEquals(Thread.currentThread(), user, "written out under another user");
        }
        if (fails) {
            whileSpilling.run();
            throw new IllegalStateException("disk full");
        }
        for (long freed = 0; freed < bytes && !resident.isEmpty(); freed += rowBytes) {
            written.add(resident.poll());
            whileSpilling.run();
            pool().release(rowBytes);
        }
    }

    /** A safepoint at which nothing is needed. */
    void ensureNothing(Pin pin) {
        ensure(0, pin);
    }

    int residentRows() {
        return resident.size();
    }

    /** All rows that were ever added are still there, in memory or written. */
    void check() {
        assertEquals(added, resident.size() + written.size());
        long found = 0;
        for (long row : resident) {
            found += row;
        }
        for (long row : written) {
            found += row;
        }
        assertEquals(sum, found);
        assertEquals(resident.size() * rowBytes, pool().reserved());
    }

    /** Ends it and its pool. */
    void end() {
        close();
        check();
        pool().release(resident.size() * rowBytes);
        resident.clear();
        pool().close();
    }
}
