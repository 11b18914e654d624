package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of an operator that can be given up by writing it out, in every phase of its life: while it is filled, when it is
 * sealed, and while it is read.
 *
 * <p>Its users work with it inside their {@link Pin}s. It is <em>running</em> while one of them is in use, <em>parked</em> while
 * none is, and <em>spilling</em> while it is claimed: then {@link #spill} runs, on the thread of whoever needs the memory,
 * and no user gets in. At a safepoint of its own a user may also write it out inside its pin: {@link #ensure}.
 *
 * <p>It has a pool of its own, which is guaranteed what its work space and one batch need ({@link #keptBytes}), so that it
 * can always go on after having spilled.
 */
public abstract class MemoryConsumer implements AutoCloseable {
    private final MemoryPool pool;
    private final long keptBytes;
    private final MemoryArbiter arbiter;
    private final SpillCounts counts = new SpillCounts();

    // Guarded by this.
    private final List<Pin> pins = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean claimed;
    private boolean closed;

    private volatile @Nullable Throwable failure;
    /** The reclaim word: bytes that a requester could not get because this consumer was running. */
    private volatile long wanted;

    /**
     * @param pool of this consumer alone; the caller closes it, after this consumer
     * @param keptBytes guaranteed to the pool at once, and what it holds at most after spilling
     * @throws dev.carbide.offheap.error.MemoryLimitException if they are not to be had; the pool is the caller's then
     */
    protected MemoryConsumer(MemoryPool pool, long keptBytes, MemoryArbiter arbiter) {
        this.pool = pool;
        this.keptBytes = keptBytes;
        this.arbiter = arbiter;
        pool.guarantee(keptBytes);
        arbiter.register(this);
    }

    /**
     * Writes out and frees at least {@code bytes} bytes if there are so many. By the thread that has claimed this consumer, or
     * by its user at a safepoint. Takes no memory beyond what the pool is guaranteed, and waits for nobody.
     */
    protected abstract void spill(long bytes);

    /** Whether it has been written out in part before: such a consumer is preferred, as its owner pays for that anyway. */
    protected boolean hasSpilled() {
        return counts.spills() > 0;
    }

    /** The bytes that {@link #spill} would free, roughly; any thread. */
    protected long reclaimableBytes() {
        return Math.max(0, pool.reserved() - keptBytes);
    }

    public final MemoryPool pool() {
        return pool;
    }

    /** What stays reserved after spilling, at most. */
    public final long keptBytes() {
        return keptBytes;
    }

    public final SpillCounts counts() {
        return counts;
    }

    /** A pin for one more user. */
    public final synchronized Pin newPin() {
        Pin pin = new Pin(this, claimed);
        pins.add(pin);
        return pin;
    }

    final synchronized void remove(Pin pin) {
        pins.remove(pin);
    }

    /**
     * Makes sure that {@code bytes} bytes can be reserved in the pool by what comes before the next safepoint; others are made
     * to spill for that, or this consumer itself. By a user inside its pin, at a safepoint: what pointers it holds may be
     * stale afterwards.
     *
     * @param pin the user's
     * @return whether this consumer has been written out
     * @throws dev.carbide.offheap.error.MemoryLimitException if so much is not to be had even then
     */
    public final boolean ensure(long bytes, Pin pin) {
        if (pool.tryEnsure(bytes)) {
            return false;
        }
        long before = counts.spills();
        arbiter.ensure(this, bytes, pin);
        return counts.spills() != before;
    }

    /** Claims it if no pin is in use. */
    final boolean claim() {
        List<Runnable> wakes;
        synchronized (this) {
            if (claimed || closed || failure != null) {
                return false;
            }
            int held = 0;
            while (held < pins.size() && pins.get(held).claim()) {
                held++;
            }
            claimed = held == pins.size();
            if (claimed) {
                return true;
            }
            // users may have come upon the pins that were claimed for a moment
            for (int index = 0; index < held; index++) {
                pins.get(index).unclaim();
            }
            wakes = takeWaiting();
        }
        wakes.forEach(Runnable::run);
        return false;
    }

    final void unclaim() {
        List<Runnable> wakes;
        synchronized (this) {
            claimed = false;
            wanted = 0;
            pins.forEach(Pin::unclaim);
            wakes = takeWaiting();
        }
        wakes.forEach(Runnable::run);
        arbiter.changed();
    }

    private List<Runnable> takeWaiting() {
        notifyAll();
        List<Runnable> wakes = List.copyOf(waiting);
        waiting.clear();
        return wakes;
    }

    final void wakeLater(Runnable wake) {
        synchronized (this) {
            if (claimed) {
                waiting.add(wake);
                return;
            }
        }
        wake.run();
    }

    /** Waits until nobody has claimed it. */
    final synchronized void awaitClaim() {
        boolean interrupted = false;
        while (claimed) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Spills on behalf of a requester; the caller holds the claim or is the user at a safepoint. Returns the bytes freed. */
    final long spillFor(long bytes, String cause) {
        long began = System.nanoTime();
        long before = pool.reserved();
        spill(bytes);
        pool.tryEnsure(0);
        long freed = Math.max(0, before - pool.reserved());
        if (freed > 0) {
            counts.add(cause, freed, System.nanoTime() - began);
        }
        SpillEvent.commit(this, cause, freed, began);
        return freed;
    }

    final void want(long bytes) {
        wanted = Math.max(wanted, bytes);
    }

    final boolean isWanted() {
        return wanted > 0;
    }

    /** The reclaim word is set, and a user has just reached a safepoint. The last one to do so finds all pins free. */
    final void spillAsWanted() {
        if (!claim()) {
            return;
        }
        try {
            long bytes = wanted;
            if (bytes > 0) {
                arbiter.spillClaimed(this, bytes, "wanted while running");
            }
        } finally {
            unclaim();
        }
    }

    /** Whether this thread is inside one of the pins. */
    final synchronized boolean isUsedBy(Thread thread) {
        return pins.stream().anyMatch(pin -> pin.isUsedBy(thread));
    }

    final synchronized boolean isRunning() {
        return claimed || pins.stream().anyMatch(Pin::isInUse);
    }

    /** Writing it out has failed on a thread of somebody else's: its users are told, the other goes on. */
    final void fail(Throwable cause) {
        failure = cause;
    }

    final void throwFailure() {
        Throwable cause = failure;
        switch (cause) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(cause);
        }
    }

    /** Ends its part in arbitration, waiting for whoever has claimed it. Users are gone by then. */
    @Override
    public void close() {
        synchronized (this) {
            awaitClaim();
            closed = true;
        }
        arbiter.unregister(this);
        pool.tryEnsure(0);
    }
}
