package dev.carbide.kernel.schedule;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Runs the tasks of one query on the thread that asks for its results. One thread at a time drives it; any may enqueue. */
final class CallerRunner implements TaskRunner {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Task> ready = new ArrayDeque<>();

    @Override
    public void enqueue(Task task) {
        lock.lock();
        try {
            ready.add(task);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs tasks until {@code reached}, which becomes true by what tasks do or with a task being woken; waits while all
     * tasks are parked.
     *
     * @throws InterruptedException if the thread is interrupted, before a slice or while it waits
     */
    void driveUntil(BooleanSupplier reached) throws InterruptedException {
        Slice slice = new Slice() {
            @Override
            public boolean isOver() {
                return reached.getAsBoolean() || Thread.currentThread().isInterrupted();
            }

            @Override
            public int worker() {
                return 0;
            }
        };
        while (!reached.getAsBoolean()) {
            take().run(slice);
        }
    }

    private Task take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.isEmpty()) {
                changed.await();
            }
            return ready.remove();
        } finally {
            lock.unlock();
        }
    }
}
