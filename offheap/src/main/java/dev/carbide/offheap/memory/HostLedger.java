package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A ledger whose bytes come from a host. The host is called with no lock of ours held, so it may call back from inside its
 * own calls, on any thread.
 */
final class HostLedger extends Ledger implements HostMemory.Shrinkable {
    /** Asked for at once, and kept back when more is given up: so that the host is called rarely. */
    private static final long QUANTUM = 1 << 20;

    private static final int MAX_ROUNDS = 64;

    /** Why a consumer is written out that the host wants memory of. */
    private static final String CAUSE = "host";

    private final MemoryArbiter arbiter;
    private final HostMemory host;
    /** Calls to {@link #shrink} under way: what they free must not go back to the host a second time. */
    private final AtomicInteger shrinking = new AtomicInteger();

    /** What the host asked for and has not got: goes back as soon as it is released, down to the last quantum. */
    private final AtomicLong owed = new AtomicLong();

    private volatile @Nullable MemoryPool root;

    HostLedger(MemoryArbiter arbiter, HostMemory host) {
        super(arbiter);
        this.arbiter = arbiter;
        this.host = host;
    }

    void attach(MemoryPool pool) {
        root = pool;
        host.attach(this);
    }

    private MemoryPool root() {
        MemoryPool pool = root;
        if (pool == null) {
            throw new CarbideInternalException("A ledger on a host without its root");
        }
        return pool;
    }

    @Override
    boolean isHosted() {
        return true;
    }

    /** Asks until there are {@code bytes} unused ones, or the host gives none. Returns whether it gave any. */
    @Override
    boolean acquire(long bytes) {
        MemoryPool pool = root();
        long missing = pool.lacks(bytes);
        boolean given = false;
        while (missing > 0) {
            long wanted = Math.max(QUANTUM, missing);
            long got = host.acquire(wanted);
            if (got < 0 || got > wanted) {
                throw new CarbideInternalException(
                        "The host " + host + " was asked for " + wanted + " bytes and gave " + got);
            }
            if (got == 0) {
                return given;
            }
            if (!pool.addToRoot(got)) {
                host.release(got);
                throw new CarbideInternalException("Memory pool " + pool.path() + " is closed");
            }
            given = true;
            owed.set(0);
            missing -= got;
        }
        return given;
    }

    @Override
    void released() {
        super.released();
        MemoryPool pool = root;
        if (pool == null || shrinking.get() > 0) {
            return;
        }
        long unused = pool.rootSpare();
        long due = owed.get();
        if (unused > 0 && due > 0 || unused > 2 * QUANTUM) {
            long surplus = pool.takeFromRoot(Math.max(unused - QUANTUM, due));
            owed.updateAndGet(now -> Math.max(0, now - surplus));
            if (surplus > 0) {
                host.release(surplus);
            }
        }
    }

    /** All that is left goes back. */
    @Override
    void closed() {
        long rest = root().takeFromRoot(Long.MAX_VALUE);
        if (rest > 0) {
            host.release(rest);
        }
    }

    @Override
    public long shrink(long bytes) {
        if (bytes < 0) {
            throw new CarbideInternalException("The host " + host + " asked for " + bytes + " bytes back");
        }
        shrinking.incrementAndGet();
        try {
            MemoryPool pool = root();
            MemoryRequest request = new MemoryRequest(pool, bytes);
            long freed = reclaim(pool, request, pool.takeFromRoot(bytes));
            if (freed < bytes) {
                arbiter.askRunning(pool, bytes - freed, CAUSE);
                // whoever left before it was asked does not know
                freed = reclaim(pool, request, freed);
            }
            owed.set(bytes - freed);
            return freed;
        } finally {
            shrinking.decrementAndGet();
        }
    }

    /** What others take of the memory as soon as it is free is not fought for: rounds are bounded. */
    private long reclaim(MemoryPool pool, MemoryRequest request, long freedBefore) {
        long freed = freedBefore;
        for (int round = 0; round < MAX_ROUNDS && freed < request.bytes(); round++) {
            if (!arbiter.reclaimParked(request, pool, request.bytes() - freed, CAUSE)) {
                break;
            }
            freed += pool.takeFromRoot(request.bytes() - freed);
        }
        return freed;
    }
}
