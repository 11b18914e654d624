package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose memory is given up when a reservation meets a limit. In this order: what a host gives, cached blocks, parked
 * consumers of whoever holds most for the need, the requester itself, running consumers at their next safepoint. Waits end
 * by success, by cancellation, or by refusal after a time without any progress.
 *
 * <p>The protocol stands in {@code docs/design/memory.md}. No lock is held while a consumer is written out or somebody is
 * called back.
 */
public final class MemoryArbiter implements LimitPolicy {
    /** Writing out less than this at once is not worth it as long as somebody holds more. */
    static final long MIN_RUN = 1 << 20;

    /** Why a consumer is written out that needs the memory itself. */
    private static final String OWN_NEED = "own need";

    /** A wait in which nobody gives anything up for so long is hopeless. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MAX_LAST_TRIES = 100;

    private static final System.Logger LOG = System.getLogger(MemoryArbiter.class.getName());

    private final CopyOnWriteArrayList<MemoryConsumer> consumers = new CopyOnWriteArrayList<>();
    private final TaskQueue tasks = new TaskQueue(this);
    private final WaitingRoom room;
    /** Times that a consumer or task gave memory up: the progress that waiters go by. */
    private final AtomicLong givenUp = new AtomicLong();

    private volatile @Nullable EvictableStorage storage;

    public MemoryArbiter() {
        this(new WaitingRoom());
    }

    MemoryArbiter(WaitingRoom room) {
        this.room = room;
    }

    /** Sets the storage that gives way to execution. */
    public void storage(EvictableStorage evictable) {
        storage = evictable;
    }

    /** Admits tasks to this arbiter's ledger. */
    public TaskQueue tasks() {
        return tasks;
    }

    WaitingRoom room() {
        return room;
    }

    void register(MemoryConsumer consumer) {
        consumers.add(consumer);
    }

    void unregister(MemoryConsumer consumer) {
        consumers.remove(consumer);
        gaveUp();
        changed();
    }

    @Override
    public void begun(MemoryRequest request) {
        room.enter();
        request.seen = room.changes();
        progressed(request);
    }

    @Override
    public void ended(MemoryRequest request) {
        room.leave();
        request.pool().ledger().released();
    }

    private void progressed(MemoryRequest request) {
        request.progressNanos = room.nanoTime();
        request.givenUp = givenUp.get();
        request.waits = 0;
        request.lastTries = 0;
    }

    void gaveUp() {
        givenUp.incrementAndGet();
    }

    @Override
    public boolean makeRoom(MemoryRequest request, MemoryPool limiting) {
        long bytes = request.bytes();
        boolean made = limiting.parent() == null && (limiting.ledger().acquire(bytes) || evict(bytes) > 0)
                || reclaimParked(request, limiting, bytes, request.pool().path())
                || spillRequester(request, limiting);
        if (made) {
            progressed(request);
        } else {
            made = await(request, limiting);
        }
        request.seen = room.changes();
        return made;
    }

    /** @see MemoryConsumer#ensureNow */
    boolean ensureNow(MemoryConsumer consumer, long bytes) {
        MemoryPool pool = consumer.pool();
        MemoryRequest request = new MemoryRequest(pool, bytes, consumer, null);
        for (MemoryPool limiting = pool.drawEnsured(bytes); limiting != null; limiting = pool.drawEnsured(bytes)) {
            boolean more = limiting.parent() == null && (limiting.ledger().acquire(bytes) || evict(bytes) > 0)
                    || reclaimParked(request, limiting, bytes, pool.path());
            if (!more) {
                return false;
            }
        }
        return true;
    }

    /** A failure of the storage is not the requester's. */
    private long evict(long bytes) {
        EvictableStorage evictable = storage;
        try {
            return evictable == null ? 0 : evictable.evict(bytes);
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "Cached blocks could not be evicted", failure);
            return 0;
        }
    }

    /** Writes out a parked consumer below {@code limiting}; false if there is none that may be. */
    boolean reclaimParked(MemoryRequest request, MemoryPool limiting, long bytes, String cause) {
        List<MemoryConsumer> candidates = candidates(request, limiting);
        while (!candidates.isEmpty()) {
            MemoryConsumer victim = VictimChoice.choose(candidates, bytes, MIN_RUN);
            if (victim.claim()) {
                try {
                    if (spillClaimed(victim, bytes, cause) > 0) {
                        return true;
                    }
                    request.exhausted().add(victim);
                } finally {
                    victim.unclaim();
                }
            } else if (request.awaitsClaims && victim.awaitOtherClaim()) {
                return true;
            }
            candidates.remove(victim);
        }
        return false;
    }

    /**
     * For a task that waits to begin: frees something now, or asks those who run for it.
     *
     * @param alone no task runs that would end and look again: what others write out just now is waited for
     */
    boolean makeRoomFor(MemoryPool pool, long floor, boolean alone) {
        MemoryPool budget = pool.parent();
        if (budget == null) {
            return pool.ledger().acquire(floor - pool.reserved());
        }
        long missing = floor - pool.guaranteed() - Math.max(0, budget.limit() - budget.committed());
        if (missing <= 0) {
            return false;
        }
        MemoryRequest request = new MemoryRequest(pool, missing);
        request.awaitsClaims = alone;
        if (evict(missing) > 0 || reclaimParked(request, budget, missing, pool.path())) {
            return true;
        }
        askRunning(budget, missing, pool.path());
        // whoever left before it was asked does not know
        return reclaimParked(request, budget, missing, pool.path());
    }

    /** Sets the reclaim word of running consumers, so that they spill at their next safepoint; does not wait. */
    void askRunning(MemoryPool below, long bytes, String cause) {
        List<MemoryConsumer> running = candidates(new MemoryRequest(below, bytes), below);
        running.removeIf(consumer -> !consumer.isRunning());
        ask(running, bytes, cause, false);
    }

    /** Asks as many as are needed, or all. */
    private static void ask(List<MemoryConsumer> running, long bytes, String cause, boolean all) {
        List<MemoryConsumer> left = new ArrayList<>(running);
        for (long missing = bytes; !left.isEmpty() && (all || missing > 0); ) {
            MemoryConsumer next = VictimChoice.choose(left, Math.max(0, missing), MIN_RUN);
            left.remove(next);
            next.want(bytes, cause);
            missing -= next.holdings();
        }
    }

    /**
     * Consumers that may be written out for the request: not its own, not those that have failed, which give nothing any more,
     * and not those of tasks below their guaranteed share.
     */
    private List<MemoryConsumer> candidates(MemoryRequest request, MemoryPool limiting) {
        List<MemoryConsumer> candidates = new ArrayList<>();
        MemoryTask task = request.pool().task();
        for (MemoryConsumer consumer : consumers) {
            MemoryTask other = consumer.pool().task();
            if (consumer != request.consumer()
                    && !request.exhausted().contains(consumer)
                    && consumer.holdings() > 0
                    && !consumer.hasFailed()
                    && limiting.contains(consumer.pool())
                    && (other == task || other == null || tasks.isAboveGuarantee(other))) {
                candidates.add(consumer);
            }
        }
        return candidates;
    }

    /**
     * Takes what the consumer keeps ready without using it, and writes it out if that is not enough: at least a minimum run,
     * if it has so much. A failure is the consumer's, whose users will see it, not the requester's.
     */
    long spillClaimed(MemoryConsumer consumer, long bytes, String cause) {
        MemoryPool pool = consumer.pool();
        long before = pool.committed();
        try {
            pool.tryEnsure(0);
            if (before - pool.committed() < bytes) {
                consumer.spillFor(Math.max(bytes, MIN_RUN), cause);
            }
        } catch (Throwable failure) {
            consumer.fail(failure);
        }
        long freed = before - pool.committed();
        if (freed > 0) {
            gaveUp();
        }
        return freed;
    }

    /** The requester comes last, but before waiting, unless it has next to nothing while others that run have much. */
    private boolean spillRequester(MemoryRequest request, MemoryPool limiting) {
        MemoryConsumer consumer = request.consumer();
        Pin pin = request.pin();
        if (consumer == null || pin == null || request.exhausted().contains(consumer)) {
            return false;
        }
        long has = consumer.reclaimableBytes();
        boolean small = has < MIN_RUN && has < request.bytes();
        boolean impatient = room.nanoTime() - request.progressNanos > PATIENCE_NANOS / 100;
        // what it keeps counts as nothing for others, but it can be written out for its own next batch
        boolean nothing = consumer.pool().reserved() == 0;
        if (nothing
                || small && !impatient && !running(request, limiting, MIN_RUN).isEmpty()
                || !consumer.claim(pin)) {
            return false;
        }
        try {
            if (consumer.spillFor(Math.max(request.bytes(), MIN_RUN), OWN_NEED) > 0) {
                gaveUp();
                return true;
            }
        } catch (Throwable failure) {
            consumer.fail(failure);
            throw failure;
        } finally {
            consumer.unclaim();
        }
        request.exhausted().add(consumer);
        return false;
    }

    /** Others that hold so much and that somebody else works with. */
    private List<MemoryConsumer> running(MemoryRequest request, MemoryPool limiting, long atLeast) {
        Thread self = Thread.currentThread();
        return candidates(request, limiting).stream()
                .filter(consumer -> consumer.holdings() >= atLeast && !consumer.isUsedBy(self))
                .toList();
    }

    /**
     * Waits a little for running consumers to reach a safepoint, or for other tasks to give something back. The requester's
     * pin is left meanwhile, so that it can be written out by those it waits for.
     *
     * @return false if there is nothing to wait for, or it has been waited for long enough
     */
    private boolean await(MemoryRequest request, MemoryPool limiting) {
        List<MemoryConsumer> running = running(request, limiting, MIN_RUN);
        if (running.isEmpty()) {
            running = running(request, limiting, 1);
        }
        boolean own = wantOwn(request);
        boolean others = limiting.parent() == null && tasks.active() > 1;
        if (!own && !others && running.isEmpty() || isHopeless(request)) {
            // whom it would have waited for may have given something back just now
            return room.changes() != request.seen && request.lastTries++ < MAX_LAST_TRIES;
        }
        ask(running, request.bytes(), request.pool().path(), request.waits++ > 0);
        // whoever left before it was asked does not know
        if (reclaimParked(request, limiting, request.bytes(), request.pool().path())) {
            return true;
        }
        MemoryWaitEvent event = MemoryWaitEvent.begun();
        awaitOutside(request);
        request.exhausted().clear();
        if (event != null) {
            event.commitFor(request);
        }
        return true;
    }

    /** Other users of the requester's consumer are inside: the last one to leave is to write it out. */
    private static boolean wantOwn(MemoryRequest request) {
        MemoryConsumer consumer = request.consumer();
        Pin pin = request.pin();
        boolean shared =
                consumer != null && pin != null && consumer.pool().reserved() > 0 && consumer.isUsedBeside(pin);
        if (shared) {
            consumer.want(request.bytes(), OWN_NEED);
        }
        return shared;
    }

    private boolean isHopeless(MemoryRequest request) {
        if (request.givenUp != givenUp.get()) {
            int waits = request.waits;
            progressed(request);
            request.waits = waits;
        }
        return room.nanoTime() - request.progressNanos > PATIENCE_NANOS;
    }

    private void awaitOutside(MemoryRequest request) {
        Pin pin = request.pin();
        if (pin == null) {
            room.await(request.seen);
            return;
        }
        pin.exit();
        try {
            room.await(request.seen);
        } finally {
            pin.enter();
        }
        MemoryConsumer consumer = request.consumer();
        if (consumer != null) {
            consumer.throwFailure();
        }
    }

    /** A user has left this consumer: perhaps it is what a task waits for. */
    void parked(MemoryConsumer consumer) {
        if (tasks.isAwaited() && consumer.holdings() >= MIN_RUN) {
            tasks.admitWaiting();
        }
    }

    @Override
    public void released() {
        changed();
    }

    /** Something happened that those who wait may want to know. Spills nothing and calls no host. */
    void changed() {
        room.changed();
        tasks.admitReady();
    }
}
