package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose memory is given up when a reservation meets a limit. In this order: what a host gives, cached blocks, parked
 * consumers of whoever holds most for the need, the requester itself, running consumers at their next safepoint. Waits end
 * by success, by cancellation, or by refusal after a time without any progress.
 *
 * <p>The protocol stands in {@code docs/design/memory.md}. No lock is held while a consumer is written out; the locks here
 * guard lists and waiting only, and nothing else is locked inside them.
 */
public final class MemoryArbiter implements LimitPolicy {
    /** Writing out less than this at once is not worth it as long as somebody holds more. */
    private static final long MIN_RUN = 1 << 20;

    private static final long STEP_MILLIS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final CopyOnWriteArrayList<MemoryConsumer> consumers = new CopyOnWriteArrayList<>();
    private final TaskQueue tasks = new TaskQueue(this);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private volatile int waiters;
    private volatile @Nullable EvictableStorage storage;

    /** Sets the storage that gives way to execution. */
    public void storage(EvictableStorage evictable) {
        storage = evictable;
    }

    /** Admits tasks to this arbiter's ledger. */
    public TaskQueue tasks() {
        return tasks;
    }

    void register(MemoryConsumer consumer) {
        consumers.add(consumer);
    }

    void unregister(MemoryConsumer consumer) {
        consumers.remove(consumer);
        changed();
    }

    @Override
    public boolean makeRoom(MemoryRequest request, MemoryPool limiting) {
        long bytes = request.bytes();
        if (limiting.parent() == null && (limiting.ledger().acquire(bytes) || evict(bytes) > 0)) {
            return true;
        }
        if (reclaimParked(request, limiting, bytes, request.pool().path())) {
            return true;
        }
        return spillRequester(request, limiting) || await(request, limiting, null);
    }

    /** @see MemoryConsumer#ensure */
    void ensure(MemoryConsumer consumer, long bytes, Pin pin) {
        MemoryPool pool = consumer.pool();
        MemoryRequest request = new MemoryRequest(pool, bytes, consumer);
        for (MemoryPool limiting = pool.drawEnsured(bytes); limiting != null; limiting = pool.drawEnsured(bytes)) {
            MemoryPool limit = limiting;
            request.makeRoom(
                    (asked, at) -> limit.parent() == null && (at.ledger().acquire(bytes) || evict(bytes) > 0)
                            || reclaimParked(asked, at, bytes, pool.path())
                            || spillRequester(asked, at)
                            || await(asked, at, pin),
                    limiting);
        }
    }

    private long evict(long bytes) {
        EvictableStorage evictable = storage;
        return evictable == null ? 0 : evictable.evict(bytes);
    }

    /** Writes out a parked consumer below {@code limiting}; false if there is none that may be. */
    private boolean reclaimParked(MemoryRequest request, MemoryPool limiting, long bytes, String cause) {
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
            }
            candidates.remove(victim);
        }
        return false;
    }

    /** For a task that waits to begin: frees something now, or asks those who run for it. */
    boolean makeRoomFor(MemoryPool pool, long floor) {
        MemoryPool budget = pool.parent();
        if (budget == null) {
            return pool.ledger().acquire(floor - pool.reserved());
        }
        long missing = floor - Math.max(0, budget.limit() - budget.committed());
        if (missing <= 0) {
            return false;
        }
        if (evict(missing) > 0 || reclaimParked(new MemoryRequest(pool, missing, null), budget, missing, pool.path())) {
            return true;
        }
        askRunning(budget, missing);
        return false;
    }

    /** For a host: writes out a parked consumer of its task. */
    boolean reclaimParked(MemoryPool root, long bytes, String cause) {
        return reclaimParked(new MemoryRequest(root, bytes, null), root, bytes, cause);
    }

    /** Sets the reclaim word of running consumers, so that they spill at their next safepoint; does not wait. */
    void askRunning(MemoryPool below, long bytes) {
        long missing = bytes;
        for (MemoryConsumer consumer : candidates(new MemoryRequest(below, bytes, null), below)) {
            if (missing > 0 && consumer.isRunning()) {
                long has = consumer.reclaimableBytes();
                consumer.want(Math.min(has, missing));
                missing -= has;
            }
        }
    }

    /** Consumers that may be written out for the request: not its own, not those of tasks below their guaranteed share. */
    private List<MemoryConsumer> candidates(MemoryRequest request, MemoryPool limiting) {
        List<MemoryConsumer> candidates = new ArrayList<>();
        MemoryTask task = request.pool().task();
        for (MemoryConsumer consumer : consumers) {
            MemoryTask other = consumer.pool().task();
            if (consumer != request.consumer()
                    && !request.exhausted().contains(consumer)
                    && consumer.reclaimableBytes() > 0
                    && limiting.contains(consumer.pool())
                    && (other == task || other == null || tasks.isAboveGuarantee(other))) {
                candidates.add(consumer);
            }
        }
        return candidates;
    }

    /** A failure is the consumer's, whose users will see it, not the requester's. */
    long spillClaimed(MemoryConsumer consumer, long bytes, String cause) {
        try {
            return consumer.spillFor(bytes, cause);
        } catch (Throwable failure) {
            consumer.fail(failure);
            return 0;
        }
    }

    /** The requester comes last, but before waiting, unless it has next to nothing while others that run have much. */
    private boolean spillRequester(MemoryRequest request, MemoryPool limiting) {
        MemoryConsumer consumer = request.consumer();
        if (consumer == null || request.exhausted().contains(consumer)) {
            return false;
        }
        long has = consumer.reclaimableBytes();
        boolean small = has < MIN_RUN && has < request.bytes();
        if (has == 0
                || small
                        && request.nanos() < PATIENCE_NANOS / 100
                        && !running(request, limiting).isEmpty()) {
            return false;
        }
        if (consumer.spillFor(Math.max(request.bytes(), MIN_RUN), "own need") > 0) {
            return true;
        }
        request.exhausted().add(consumer);
        return false;
    }

    private List<MemoryConsumer> running(MemoryRequest request, MemoryPool limiting) {
        Thread self = Thread.currentThread();
        return candidates(request, limiting).stream()
                .filter(consumer -> consumer.reclaimableBytes() >= MIN_RUN && !consumer.isUsedBy(self))
                .toList();
    }

    /**
     * Waits a little for running consumers to reach a safepoint, or for other tasks to give something back.
     *
     * @param pin left meanwhile, so that the requester can be written out by those it waits for; null if it is not at a
     *     safepoint
     * @return false if there is nothing to wait for, or it has been waited for long enough
     */
    private boolean await(MemoryRequest request, MemoryPool limiting, @Nullable Pin pin) {
        List<MemoryConsumer> running = running(request, limiting);
        if (running.isEmpty() && (limiting.parent() != null || tasks.active() < 2)
                || request.nanos() > PATIENCE_NANOS) {
            return false;
        }
        running.forEach(consumer -> consumer.want(Math.min(consumer.reclaimableBytes(), request.bytes())));
        MemoryWaitEvent event = MemoryWaitEvent.begun();
        if (pin != null) {
            pin.exit();
        }
        try {
            awaitChange();
        } finally {
            if (pin != null) {
                pin.enter();
            }
        }
        if (event != null) {
            event.commitFor(request);
        }
        return true;
    }

    private void awaitChange() {
        lock.lock();
        try {
            waiters++;
            change.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiters--;
            lock.unlock();
        }
    }

    @Override
    public void released() {
        if (waiters > 0 || tasks.isAwaited()) {
            changed();
        }
    }

    /** Something happened that those who wait may want to know. No lock is held by the caller. */
    void changed() {
        if (waiters > 0) {
            lock.lock();
            try {
                change.signalAll();
            } finally {
                lock.unlock();
            }
        }
        tasks.admitWaiting();
    }
}
