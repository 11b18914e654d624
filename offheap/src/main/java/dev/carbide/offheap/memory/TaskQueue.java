package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CancelledException;
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
    private final MemoryArbiter arbiter;
    // Guarded by this.
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final List<MemoryTask> active = new ArrayList<>();
    private long budget = MemoryPool.UNLIMITED;

    /** Rounds of admission asked for; the thread that finds none under way does them all. */
    private final AtomicInteger rounds = new AtomicInteger();

    TaskQueue(MemoryArbiter arbiter) {
        this.arbiter = arbiter;
    }

    private record Waiting(
            MemoryPool pool,
            long floor,
            BooleanSupplier cancelled,
            Consumer<MemoryTask> admitted,
            Consumer<RuntimeException> refused) {}

    /**
     * Asks for a task's admission; exactly one of the call-backs comes, perhaps before this returns. A task that is cancelled
     * while it waits is refused at the next change or call of {@link #admitWaiting}.
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
        }
        admitWaiting();
    }

    /** A task that waits need not be admitted any more: it is refused as cancelled, if it has not been admitted yet. */
    public void withdraw(MemoryPool pool) {
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
        refuse(withdrawn, new CancelledException("Task " + pool.path() + " was cancelled while it waited for memory"));
        admitWaiting();
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    synchronized int active() {
        return active.size();
    }

    /** Whether others may take from this task: it holds more than the share that is guaranteed to it. */
    boolean isAboveGuarantee(MemoryTask task) {
        long share;
        synchronized (this) {
            share = budget / (2L * Math.max(1, active.size()));
        }
        return task.pool().committed() > Math.max(share, task.floor());
    }

    /** Admits those for whom there is room, in their order. Cheap if nobody waits. */
    public void admitWaiting() {
        if (waiting.isEmpty() || rounds.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = rounds.get();
            while (admitFirst()) {}
        } while (rounds.addAndGet(-seen) > 0);
    }

    private boolean admitFirst() {
        Waiting first;
        synchronized (this) {
            first = waiting.peek();
        }
        if (first == null) {
            return false;
        }
        if (first.cancelled.getAsBoolean()) {
            refuse(
                    first,
                    new CancelledException("Task " + first.pool.path() + " was cancelled while it waited for memory"));
            return true;
        }
        if (first.pool.tryGuarantee(first.floor)) {
            admit(first);
            return true;
        }
        if (arbiter.makeRoomFor(first.pool, first.floor)) {
            return true;
        }
        if (active() > 0) {
            return false;
        }
        MemoryLimitException reason =
                new MemoryLimitException(PoolReport.refusal(first.pool, limiting(first.pool), first.floor));
        boolean removed;
        synchronized (this) {
            removed = waiting.remove(first);
        }
        if (removed) {
            refuse(first, reason);
        }
        return true;
    }

    private static MemoryPool limiting(MemoryPool pool) {
        MemoryPool above = pool.parent();
        return above == null ? pool : above;
    }

    private void admit(Waiting first) {
        MemoryTask[] made = new MemoryTask[1];
        MemoryTask task = new MemoryTask(first.pool, first.floor, first.cancelled, () -> ended(made[0]));
        made[0] = task;
        synchronized (this) {
            if (!waiting.remove(first)) {
                return;
            }
            active.add(task);
            share();
        }
        first.admitted.accept(task);
    }

    /** Of one that waits no more. */
    private static void refuse(Waiting first, RuntimeException reason) {
        first.pool.close();
        first.refused.accept(reason);
    }

    private void ended(@Nullable MemoryTask task) {
        synchronized (this) {
            active.remove(task);
            share();
        }
        arbiter.changed();
    }

    private void share() {
        for (MemoryTask task : active) {
            task.cap(budget / active.size());
        }
    }
}
