package dev.carbide.offheap.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where threads wait for memory that others may give up. Whoever has entered reads {@link #changes}, looks whether what it
 * needs is there, and waits for the next change if it is not: so no change between the look and the wait is missed.
 *
 * <p>Thread-safe. Its lock is a leaf: nothing else is locked inside it. Tests replace it to order the steps of threads.
 */
class WaitingRoom {
    /** Waits are cut into steps of this, after which cancellation is looked at and those who hold memory are asked again. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Places at which the order of threads matters. */
    enum Point {
        ENTER,
        EXIT,
        CLAIM,
        UNCLAIM,
        WANT
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    // Written under lock.
    private volatile int present;
    private volatile long changes;

    final void enter() {
        count(1);
    }

    final void leave() {
        count(-1);
    }

    private void count(int more) {
        lock.lock();
        try {
            present += more;
        } finally {
            lock.unlock();
        }
    }

    /** Changes are counted only while somebody is in the room. */
    final long changes() {
        return changes;
    }

    /** Something happened that those who wait may want to know. Cheap while nobody does. */
    final void changed() {
        if (present == 0) {
            return;
        }
        lock.lock();
        try {
            changes++;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change after the {@code seen} ones, one step at most; an interrupt is kept for later. */
    void await(long seen) {
        boolean interrupted = false;
        long left = STEP_NANOS;
        lock.lock();
        try {
            long deadline = System.nanoTime() + left;
            while (changes == seen && left > 0) {
                try {
                    left = change.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = deadline - System.nanoTime();
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long nanoTime() {
        return System.nanoTime();
    }

    /** A thread comes to such a place; it holds no lock. */
    void pass(Point point) {}
}
