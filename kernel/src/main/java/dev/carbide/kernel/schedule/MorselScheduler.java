package dev.carbide.kernel.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of daemon threads that deal time slices to the tasks of all queries: round robin over the queries that
 * have ready tasks, first in first out within a query, so a long query delays a short one by a slice per round.
 *
 * <p>Workers wait only when no task is ready. One lock guards the queues; it is taken twice per slice and never while a
 * slice runs.
 */
public final class MorselScheduler implements TaskRunner, AutoCloseable {
    /** Long enough to make two lock acquisitions and a cold cache negligible, short enough to be fair. */
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Logger LOG = System.getLogger(MorselScheduler.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private final ArrayDeque<TaskGroup> groups = new ArrayDeque<>();
    private final List<Thread> threads;
    private boolean closed;

    /** Starts {@code workers} threads named {@code <name>-<number>}. */
    public MorselScheduler(String name, int workers) {
        threads = IntStream.range(0, workers)
                .mapToObj(worker ->
                        Thread.ofPlatform().daemon().name(name + "-" + worker).unstarted(() -> work(worker)))
                .toList();
        threads.forEach(Thread::start);
    }

    public int workers() {
        return threads.size();
    }

    @Override
    public void enqueue(Task task) {
        lock.lock();
        try {
            TaskGroup group = task.group();
            if (group.ready.isEmpty()) {
                groups.add(group);
            }
            group.ready.add(task);
            ready.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A ready task, waiting for one; null when the scheduler is closed. */
    private @Nullable Task take() {
        lock.lock();
        try {
            while (groups.isEmpty() && !closed) {
                ready.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            TaskGroup group = groups.remove();
            Task task = group.ready.remove();
            if (!group.ready.isEmpty()) {
                groups.add(group);
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void work(int worker) {
        TimedSlice slice = new TimedSlice(worker);
        for (Task task = take(); task != null; task = take()) {
            slice.begin();
            try {
                task.run(slice);
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "A task failed without saying so to its query", e);
            }
        }
    }

    /** Ends the threads after their current slices and waits for that. Tasks still queued never run: end them before. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= joinUninterruptibly(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private static final class TimedSlice implements Slice {
        private final int worker;
        private long deadline;

        TimedSlice(int worker) {
            this.worker = worker;
        }

        void begin() {
            deadline = System.nanoTime() + SLICE_NANOS;
        }

        @Override
        public boolean isOver() {
            return System.nanoTime() - deadline >= 0;
        }

        @Override
        public int worker() {
            return worker;
        }
    }
}
