package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
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
    private final SpillCounts total;

    // Guarded by this.
    private final List<Pin> pins = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean claimed;
    private @Nullable Thread claimer;
    private boolean registered;

    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    /** How often it was written out, or at least asked to; changes only while it is claimed. */
    private volatile long writes;
    /** The reclaim word: bytes that a requester could not get because this consumer was running. */
    private volatile long wanted;
    /** Who could not get them; written before {@code wanted}. */
    private volatile String wantedBy = "";

    /**
     * @param pool of this consumer alone; the caller closes it, after this consumer
     * @param keptBytes guaranteed to the pool at once, and what it holds at most after spilling
     * @throws dev.carbide.offheap.error.MemoryLimitException if they are not to be had; the pool is the caller's then
     */
    protected MemoryConsumer(MemoryPool pool, long keptBytes, MemoryArbiter arbiter) {
        this(pool, keptBytes, arbiter, new SpillCounts());
    }

    /** @param total counts what this consumer and others of the same owner spill */
    protected MemoryConsumer(MemoryPool pool, long keptBytes, MemoryArbiter arbiter, SpillCounts total) {
        this.total = total;
        this.pool = pool;
        this.keptBytes = keptBytes;
        this.arbiter = arbiter;
        pool.guarantee(keptBytes);
    }

    /**
     * Writes out and frees at least {@code bytes} bytes if there are so many. By the thread that has claimed this consumer, or
     * by its user at a safepoint. Takes no memory beyond what the pool is guaranteed, and waits for nobody. What it throws
     * is thrown at all its users from then on.
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

    /** A pin for one more user. From the first one on it can be written out, so it must be fully constructed. */
    public final synchronized Pin newPin() {
        Pin pin = new Pin(this, claimed);
        pins.add(pin);
        if (!registered) {
            registered = true;
            arbiter.register(this);
        }
        return pin;
    }

    final WaitingRoom room() {
        return arbiter.room();
    }

    /** What could be had from it: what it would write out, and what it keeps ready without using it. */
    final long holdings() {
        try {
            return reclaimableBytes() + pool.heldReady();
        } catch (Throwable defect) {
            fail(defect);
            return 0;
        }
    }

    final synchronized void remove(Pin pin) {
        pins.remove(pin);
    }

    /**
     * Makes sure that {@code bytes} bytes can be reserved in the pool by what comes before the next safepoint; others are made
     * to spill for that, or this consumer itself. Also the place where a user that stays inside for long gives memory up that
     * others want. By a user inside its pin, at a safepoint: what pointers it holds may be stale afterwards.
     *
     * @param pin the user's
     * @return whether this consumer has been written out
     * @throws dev.carbide.offheap.error.MemoryLimitException if so much is not to be had even then
     */
    public final boolean ensure(long bytes, Pin pin) {
        return ensure(() -> bytes, pin);
    }

    /** As {@link #ensure(long, Pin)}, where the need depends on what is in memory: asked again for each attempt. */
    public final boolean ensure(LongSupplier need, Pin pin) {
        long before = writes;
        if (isWanted()) {
            yieldInside(pin);
        }
        long first = need.getAsLong();
        if (!pool.tryEnsure(first)) {
            MemoryRequest request = new MemoryRequest(pool, first, this, pin);
            request.insist(arbiter, () -> {
                request.setBytes(need.getAsLong());
                return pool.drawEnsured(request.bytes());
            });
        }
        return writes != before;
    }

    /**
     * As {@link #ensure}, but neither waits nor writes this consumer out: only parked ones give way.
     *
     * @return whether so much was to be had
     */
    public final boolean ensureNow(long bytes) {
        return pool.tryEnsure(bytes) || arbiter.ensureNow(this, bytes);
    }

    /** Claims it if no pin is in use. */
    final boolean claim() {
        return claim(null);
    }

    /** Claims it if no pin is in use but that of the caller, who is at a safepoint. */
    final boolean claim(@Nullable Pin own) {
        room().pass(WaitingRoom.Point.CLAIM);
        synchronized (this) {
            if (claimed || closed || failure != null) {
                return false;
            }
            int held = 0;
            while (held < pins.size()
                    && (pins.get(held) == own || pins.get(held).claim())) {
                held++;
            }
            claimed = held == pins.size();
            if (claimed) {
                claimer = Thread.currentThread();
            } else {
                // users that come upon these look again under this lock
                pins.subList(0, held).forEach(Pin::unclaim);
            }
            return claimed;
        }
    }

    final void unclaim() {
        room().pass(WaitingRoom.Point.UNCLAIM);
        List<Runnable> wakes;
        synchronized (this) {
            claimed = false;
            claimer = null;
            wanted = 0;
            pins.forEach(Pin::unclaim);
            wakes = List.copyOf(waiting);
            waiting.clear();
        }
        for (Runnable wake : wakes) {
            try {
                wake.run();
            } catch (Throwable defect) {
                fail(defect);
            }
        }
        arbiter.changed();
    }

    /**
     * Registers a user that could not enter, to be woken once; false if it should try again at once.
     *
     * @param givesWay whether it also stays out while others are wanted to leave
     */
    final boolean wakeLater(Runnable wake, boolean givesWay) {
        if (givesWay && isWanted()) {
            spillAsWanted();
        }
        synchronized (this) {
            boolean blocked = claimed || givesWay && isWanted() && isInUse();
            if (blocked) {
                waiting.add(wake);
            }
            return blocked;
        }
    }

    /** Waits until nobody has claimed it. */
    final void awaitClaim() {
        WaitingRoom room = room();
        room.enter();
        try {
            for (long seen = room.changes(); isClaimed(); seen = room.changes()) {
                room.await(seen);
            }
        } finally {
            room.leave();
        }
    }

    /**
     * After a claim that failed: waits until nobody else has claimed it.
     *
     * @return whether another look is worth it: no user is inside, and it can give something still
     */
    final boolean awaitOtherClaim() {
        synchronized (this) {
            boolean running = !claimed && isInUse();
            if (running || claimer == Thread.currentThread() || closed || failure != null) {
                return false;
            }
        }
        awaitClaim();
        return true;
    }

    private synchronized boolean isClaimed() {
        return claimed;
    }

    private synchronized boolean isInUse() {
        return pins.stream().anyMatch(Pin::isInUse);
    }

    /** Spills on behalf of a requester; the caller holds the claim. Returns the bytes freed. */
    final long spillFor(long bytes, String cause) {
        long began = System.nanoTime();
        long before = pool.reserved();
        writes++;
        // what is freed is not to be held ready
        pool.tryEnsure(0);
        spill(bytes);
        long freed = Math.max(0, before - pool.reserved());
        if (freed > 0) {
            counts.add(cause, freed, System.nanoTime() - began);
            total.add(cause, freed, System.nanoTime() - began);
        }
        SpillEvent.commit(this, cause, freed, began);
        return freed;
    }

    /** Sets the reclaim word. */
    final void want(long bytes, String cause) {
        room().pass(WaitingRoom.Point.WANT);
        synchronized (this) {
            wantedBy = wanted == 0 ? cause : wantedBy;
            wanted = Math.max(wanted, bytes);
        }
    }

    final boolean isWanted() {
        return wanted > 0 && failure == null && !closed;
    }

    /** A user has just left, at a safepoint. */
    final void left() {
        if (isWanted()) {
            spillAsWanted();
        } else {
            arbiter.parked(this);
        }
    }

    /** The reclaim word is set: whoever finds all pins free, and that is the last one to leave at least, writes it out. */
    private void spillAsWanted() {
        if (!claim()) {
            return;
        }
        try {
            long bytes = wanted;
            if (bytes > 0) {
                arbiter.spillClaimed(this, bytes, wantedBy);
            }
        } finally {
            unclaim();
        }
    }

    /** The reclaim word is set, and a user is at a safepoint without leaving for good. */
    private void yieldInside(Pin pin) {
        if (claim(pin)) {
            try {
                arbiter.spillClaimed(this, wanted, wantedBy);
            } finally {
                unclaim();
            }
        } else {
            // others are inside: they leave, and do not come back before it has been written out
            pin.exit();
            pin.enter();
        }
        throwFailure();
    }

    /** Whether this thread is inside one of the pins, or writes it out. */
    final synchronized boolean isUsedBy(Thread thread) {
        return claimer == thread || pins.stream().anyMatch(pin -> pin.isUsedBy(thread));
    }

    /** Whether users other than this one are inside. */
    final synchronized boolean isUsedBeside(Pin own) {
        return pins.stream().anyMatch(pin -> pin != own && pin.isInUse());
    }

    final synchronized boolean isRunning() {
        return claimed || isInUse();
    }

    /** Writing it out has failed, perhaps on a thread of somebody else's: its users are told, the other goes on. */
    final void fail(Throwable cause) {
        failure = cause;
    }

    final boolean hasFailed() {
        return failure != null;
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
        for (boolean ended = false; !ended; ) {
            awaitClaim();
            synchronized (this) {
                ended = !claimed;
                closed |= ended;
            }
        }
        pool.tryEnsure(0);
        arbiter.unregister(this);
    }
}
