package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A ledger whose bytes come from a host. The host is called with no lock of ours held, so it may call back from inside its
 * own calls, on any thread.
 */
final class HostLedger extends Ledger implements HostMemory.Shrinkable {
    /** Asked for at once, and kept back when more is given up: so that the host is called rarely. */
    private static final long QUANTUM = 1 << 20;

    private final MemoryArbiter arbiter;
    private final HostMemory host;
    /** Calls to {@link #shrink} under way: what they free must not go back to the host a second time. */
    private final AtomicInteger shrinking = new AtomicInteger();

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
    boolean acquire(long bytes) {
        long wanted = Math.max(QUANTUM, bytes);
        long got = host.acquire(wanted);
        if (got < 0 || got > wanted) {
            throw new CarbideInternalException(
                    "The host " + host + " was asked for " + wanted + " bytes and gave " + got);
        }
        if (got > 0) {
            root().addToRoot(got);
        }
        return got >= bytes || got > 0 && root().rootSpare() >= bytes;
    }

    @Override
    void released() {
        super.released();
        MemoryPool pool = root;
        if (pool != null && shrinking.get() == 0 && pool.rootSpare() > 2 * QUANTUM) {
            long surplus = pool.takeFromRoot(Math.max(0, pool.rootSpare() - QUANTUM));
            if (surplus > 0) {
                host.release(surplus);
            }
        }
    }

    /** All that is left goes back. */
    void detach() {
        long rest = root().takeFromRoot(Long.MAX_VALUE);
        if (rest > 0) {
            host.release(rest);
        }
    }

    @Override
    public long shrink(long bytes) {
        shrinking.incrementAndGet();
        try {
            long freed = root().takeFromRoot(bytes);
            while (freed < bytes && arbiter.reclaimParked(root(), bytes - freed, "host")) {
                freed += root().takeFromRoot(bytes - freed);
            }
            if (freed < bytes) {
                arbiter.askRunning(root(), bytes - freed);
            }
            return freed;
        } finally {
            shrinking.decrementAndGet();
        }
    }
}
