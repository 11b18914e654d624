package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks begin when their floor can be reserved whole, first come first served, and divides the budget among those that
 * run: of N tasks each is capped at 1/N, and nobody takes from it what it holds up to 1/(2N).
 *
 * <p>Thread-safe. Call-backs come on any thread, with no lock held.
 */
public final class TaskQueue {
    private static final System.Logger LOG = System.getLogger(TaskQueue.class.getName());
    private static final int MAX_REMEDIES = 64;

    private final MemoryArbiter arbiter;
    // Guarded by this.
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final List<MemoryTask> active = new ArrayList<>();
    private long budget = MemoryPool.UNLIMITED;
    /** Whether caps are to be divided anew. */
    private boolean changed;

    /** The size of {@code waiting}. Raised before its first try, so that who releases later sees it, or is seen. */
    private final AtomicInteger awaited = new AtomicInteger();
    /** Rounds of admission asked for; the thread that finds none under way does them all. */
    private final AtomicInteger rounds = new AtomicInteger();

    TaskQueue(MemoryArbiter arbiter) {
        this.arbiter = arbiter;
    }

    /** A task that is not admitted yet. */
    private static final class Waiting {
        final MemoryPool pool;
        final long floor;
        final BooleanSupplier cancelled;
        final Consumer<MemoryTask> admitted;
        final Consumer<RuntimeException> refused;
        /** Nothing could be freed for it, and no other task was there to end. */
        volatile boolean hopeless;

        Waiting(
                MemoryPool pool,
                long floor,
                BooleanSupplier cancelled,
                Consumer<MemoryTask> admitted,
                Consumer<RuntimeException> refused) {
            this.pool = pool;
            this.floor = floor;
            this.cancelled = cancelled;
            this.admitted = admitted;
            this.refused = refused;
        }
    }

    /**
     * Asks for a task's admission; exactly one of the call-backs comes, perhaps before this returns. (If {@code admitted} itself
     * throws, {@code refused} gets that; the task is its owner's to close then.) A task that is cancelled while it waits is
     * refused at the next change or call of {@link #admitWaiting}.
     *
     * @param pool of the task, just made; closed with the task, or when it is refused
     * @param floor bytes to be reserved whole
     * @throws MemoryLimitException if the floor is beyond the budget or the pool's own limit; the pool is closed then
     */
    public void submit(
            MemoryPool pool,
            long floor,
            BooleanSupplier cancelled,
            Consumer<MemoryTask> admitted,
            Consumer<RuntimeException> refused) {
        MemoryPool budgetPool = pool.parent() == null ? pool : pool.parent();
        long most = Math.min(pool.limit(), budgetPool.limit());
        if (floor > most) {
            String message =
                    "Task " + pool.path() + " needs at least " + floor + " bytes, its floor, and can have at most "
                            + most + (pool.limit() == most ? " by its own limit" : " by the budget");
            pool.close();
            throw new MemoryLimitException(message);
        }
        synchronized (this) {
            budget = budgetPool.limit();
            waiting.add(new Waiting(pool, floor, cancelled, admitted, refused));
            awaited.incrementAndGet();
        }
        admitWaiting();
    }

    /** A task that waits need not be admitted any more: it is refused as cancelled, if it has not been admitted yet. */
    public void withdraw(MemoryPool pool) {
        withdraw(pool, new CancelledException("Task " + pool.path() + " was cancelled while it waited for memory"));
    }

    /** As {@link #withdraw(MemoryPool)}, refused for that reason. */
    public void withdraw(MemoryPool pool, RuntimeException reason) {
        Waiting withdrawn = null;
        synchronized (this) {
            for (Waiting candidate : waiting) {
                if (candidate.pool == pool) {
                    withdrawn = candidate;
                }
            }
            if (withdrawn == null || !waiting.remove(withdrawn)) {
                return;
            }
        }
        refuse(withdrawn, reason);
        admitWaiting();
    }

    boolean isAwaited() {
        return awaited.get() > 0;
    }

    synchronized int active() {
        return active.size();
    }

    private synchronized @Nullable Waiting head() {
        return waiting.peek();
    }

    /** Whether others may take from this task: it holds more than the share that is guaranteed to it. */
    boolean isAboveGuarantee(MemoryTask task) {
        long share;
        synchronized (this) {
            share = budget / (2L * Math.max(1, active.size()));
        }
        return task.pool().committed() > Math.max(share, task.floor());
    }

    /**
     * Admits those for whom there is room or for whom room can be made, in their order, and refuses those who were cancelled.
     * Cheap if nobody waits; else it may write consumers out. By threads that hold no locks.
     */
    public void admitWaiting() {
        admitReady();
        Waiting first = head();
        for (int remedy = 0; first != null && remedy < MAX_REMEDIES; remedy++) {
            // read before the attempt: a task that ends after this makes room by itself, with what it has given up
            boolean alone = active() == 0;
            boolean freed = arbiter.makeRoomFor(first.pool, first.floor, alone);
            if (!freed && !alone) {
                return;
            }
            first.hopeless = !freed;
            admitReady();
            Waiting next = head();
            if (next == first && !freed) {
                return;
            }
            first = next;
        }
    }

    /** Admits those for whom there is room, in their order; frees nothing for that. */
    void admitReady() {
        if (isAwaited()) {
            round();
        }
    }

    private void round() {
        if (rounds.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = rounds.get();
            divide();
            refuseCancelled();
            while (admitFirst()) {}
        } while (rounds.addAndGet(-seen) > 0);
    }

    private boolean admitFirst() {
        Waiting first = head();
        if (first == null) {
            return false;
        }
        // read before the attempt, which then sees all that the last task has given back
        boolean alone = active() == 0;
        boolean hopeless = first.hopeless;
        if (first.pool.tryGuarantee(first.floor)) {
            admit(first);
            return true;
        }
        if (alone && hopeless) {
            MemoryPool above = first.pool.parent();
            MemoryPool limiting = above == null ? first.pool : above;
            refuse(first, new MemoryLimitException(PoolReport.refusal(first.pool, limiting, first.floor)));
            return true;
        }
        return false;
    }

    private void refuseCancelled() {
        List<Waiting> all;
        synchronized (this) {
            all = List.copyOf(waiting);
        }
        for (Waiting each : all) {
            if (isCancelled(each)) {
                String message = "Task " + each.pool.path() + " was cancelled while it waited for memory";
                refuse(each, new CancelledException(message));
            }
        }
    }

    /** Who cannot say is not worth waiting for. */
    private static boolean isCancelled(Waiting task) {
        try {
            return task.cancelled.getAsBoolean();
        } catch (RuntimeException defect) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Task " + task.pool.path() + " cannot say if it was cancelled",
                    defect);
            return true;
        }
    }

    private void admit(Waiting first) {
        MemoryTask task = new MemoryTask(first.pool, first.floor, first.cancelled, this);
        synchronized (this) {
            remove(first);
            active.add(task);
            changed = true;
        }
        divide();
        try {
            first.admitted.accept(task);
        } catch (Throwable defect) {
            CarbideInternalException reason =
                    new CarbideInternalException("Task " + first.pool.path() + " could not begin", defect);
            callBack(first, () -> first.refused.accept(reason));
        }
    }

    private void refuse(Waiting task, RuntimeException reason) {
        synchronized (this) {
            remove(task);
        }
        try {
            task.pool.close();
        } catch (RuntimeException leak) {
            reason.addSuppressed(leak);
        }
        callBack(task, () -> task.refused.accept(reason));
    }

    private void remove(Waiting task) {
        waiting.remove(task);
        awaited.decrementAndGet();
    }

    /** The thread is somebody else's, perhaps, who must not suffer from a defect of this task's. */
    private static void callBack(Waiting task, Runnable call) {
        try {
            call.run();
        } catch (Throwable defect) {
            LOG.log(System.Logger.Level.ERROR, "Task " + task.pool.path() + " failed in its call-back", defect);
        }
    }

    void ended(MemoryTask task) {
        synchronized (this) {
            active.remove(task);
            changed = true;
        }
        arbiter.gaveUp();
        round();
        arbiter.changed();
        admitWaiting();
    }

    /** Caps each task at its share. Within a round, so that shares never come in the wrong order. */
    private void divide() {
        List<MemoryTask> tasks;
        long share;
        synchronized (this) {
            if (!changed) {
                return;
            }
            changed = false;
            tasks = List.copyOf(active);
            share = budget / Math.max(1, tasks.size());
        }
        tasks.forEach(task -> task.cap(share));
        arbiter.room().changed();
    }
}
