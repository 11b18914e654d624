package dev.carbide.kernel.schedule;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Something that runs in time slices, parks when it cannot go on, and is woken by whoever removes the obstacle.
 *
 * <p>States and who moves between them:
 * <pre>
 * PARKED  --wake--------------> QUEUED    the waker, who then enqueues it
 * QUEUED  --slice begins------> RUNNING   the one worker that took it from the queue
 * RUNNING --wake--------------> WOKEN     the waker
 * RUNNING --blocked-----------> PARKED    the worker
 * WOKEN   --blocked-----------> QUEUED    the worker, who enqueues it
 * RUNNING or WOKEN --more-----> QUEUED    the worker, who enqueues it
 * RUNNING or WOKEN --ended----> ENDED     the worker
 * </pre>
 * Every move is one compare-and-set, and no lock is held while a slice runs. No wake-up is lost: the waker first removes
 * the obstacle and then calls {@link #wake}; the task first finds the obstacle and then tries RUNNING to PARKED. If the
 * waker comes before that, it leaves WOKEN and the move fails, so the task looks again; if it comes after, it finds PARKED.
 * A task is in a queue exactly while it is QUEUED, hence at most once, and runs on one thread at a time.
 */
public abstract class Task implements WakeUp {
    private enum State {
        PARKED,
        QUEUED,
        RUNNING,
        WOKEN,
        ENDED
    }

    /** How a slice ended. */
    protected enum Outcome {
        /** There is more to do. */
        MORE,
        /** Nothing can be done until somebody calls {@link Task#wake}. */
        BLOCKED,
        /** There is nothing more to do, ever. */
        ENDED
    }

    private final TaskRunner runner;
    private final TaskGroup group;
    private final AtomicReference<State> state = new AtomicReference<>(State.PARKED);

    /** A task begins parked: the first {@link #wake} starts it. */
    protected Task(TaskRunner runner, TaskGroup group) {
        this.runner = runner;
        this.group = group;
    }

    /**
     * Works until the slice is over, or nothing can or need be done. One thread at a time; what it writes is seen by the
     * next slice. Reports its failures to its owner and does not throw.
     */
    protected abstract Outcome step(Slice slice);

    @Override
    public final void wake() {
        while (true) {
            switch (state.get()) {
                case PARKED -> {
                    if (state.compareAndSet(State.PARKED, State.QUEUED)) {
                        runner.enqueue(this);
                        return;
                    }
                }
                case RUNNING -> {
                    if (state.compareAndSet(State.RUNNING, State.WOKEN)) {
                        return;
                    }
                }
                case QUEUED, WOKEN, ENDED -> {
                    return;
                }
            }
        }
    }

    final TaskGroup group() {
        return group;
    }

    /** Gives this task one slice. By the thread that took it out of the runner's queue. */
    final void run(Slice slice) {
        state.set(State.RUNNING);
        Outcome outcome = Outcome.ENDED;
        try {
            outcome = step(slice);
        } finally {
            leave(outcome);
        }
    }

    private void leave(Outcome outcome) {
        if (outcome == Outcome.ENDED) {
            state.set(State.ENDED);
        } else if (outcome == Outcome.MORE || !state.compareAndSet(State.RUNNING, State.PARKED)) {
            state.set(State.QUEUED);
            runner.enqueue(this);
        }
    }
}
