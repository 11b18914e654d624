package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs real threads one at a time: each hands a baton on at marked points, and {@link Choices} say to whom. A thread that waits
 * gets it again when what it waits for has come; only if that is true of nobody, time passes.
 */
final class Schedule extends WaitingRoom {
    private static final int MAX_STEPS = 20_000;
    private static final long STEP_NANOS = 20_000_000;

    /** Which of several threads goes on. */
    interface Choices {
        /** @param count at least 2; 0 stands for the thread that runs now, if that can go on */
        int choose(int count, boolean canGoOn);
    }

    private final Choices choices;
    private final List<Actor> actors = new ArrayList<>();
    private int steps;
    private int timeouts;
    private long nanos;
    private volatile @Nullable Throwable failure;

    Schedule(Choices choices) {
        this.choices = choices;
    }

    private final class Actor {
        private final Semaphore baton = new Semaphore(0);
        private final Thread thread;
        private BooleanSupplier ready = () -> true;
        private boolean done;

        Actor(Runnable body) {
            thread = Thread.ofPlatform().daemon().unstarted(() -> {
                baton.acquireUninterruptibly();
                try {
                    body.run();
                } catch (Throwable e) {
                    fail(e);
                } finally {
                    done = true;
                    handOn(this);
                }
            });
        }

        boolean canRun() {
            return !done && ready.getAsBoolean();
        }
    }

    private void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    /** How often nobody could go on before a time-out. */
    int timeouts() {
        return timeouts;
    }

    void add(Runnable body) {
        actors.add(new Actor(body));
    }

    /** Runs all to the end; throws what the first of them has thrown. */
    void run() throws Throwable {
        actors.forEach(actor -> actor.thread.start());
        Actor first = next(null);
        if (first != null) {
            first.baton.release();
        }
        for (Actor actor : actors) {
            actor.thread.join(20_000);
            if (actor.thread.isAlive()) {
                AssertionError stuck = new AssertionError("blocked outside of the schedule");
                stuck.setStackTrace(actor.thread.getStackTrace());
                throw stuck;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable Actor self() {
        for (Actor actor : actors) {
            if (actor.thread == Thread.currentThread()) {
                return actor;
            }
        }
        return null;
    }

    /** Another thread may go on here. */
    void yieldNow() {
        Actor self = self();
        if (self != null) {
            handOn(self);
        }
    }

    /** Others go on until this is true. */
    void await(BooleanSupplier condition) {
        Actor self = self();
        if (self == null) {
            throw new IllegalStateException("not a thread of this schedule");
        }
        self.ready = condition;
        handOn(self);
        self.ready = () -> true;
    }

    private void handOn(Actor self) {
        if (++steps > MAX_STEPS) {
            throw new AssertionError("no end after " + MAX_STEPS + " steps");
        }
        Actor next = next(self);
        if (next == self || next == null) {
            return;
        }
        next.baton.release();
        if (!self.done) {
            self.baton.acquireUninterruptibly();
        }
    }

    private @Nullable Actor next(@Nullable Actor self) {
        for (int round = 0; round < 10_000; round++) {
            List<Actor> runnable = new ArrayList<>();
            if (self != null && self.canRun()) {
                runnable.add(self);
            }
            boolean canGoOn = !runnable.isEmpty();
            for (Actor actor : actors) {
                if (actor != self && actor.canRun()) {
                    runnable.add(actor);
                }
            }
            if (!runnable.isEmpty()) {
                return runnable.get(runnable.size() == 1 ? 0 : choices.choose(runnable.size(), canGoOn));
            }
            if (actors.stream().allMatch(actor -> actor.done)) {
                return null;
            }
            timeouts++;
            nanos += STEP_NANOS;
        }
        throw new AssertionError("deadlock");
    }

    @Override
    void pass(Point point) {
        yieldNow();
    }

    @Override
    void await(long seen) {
        long deadline = nanos + STEP_NANOS;
        await(() -> changes() != seen || nanos >= deadline);
    }

    @Override
    long nanoTime() {
        return nanos;
    }
}
