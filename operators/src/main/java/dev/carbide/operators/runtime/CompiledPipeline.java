package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;

/**
 * One worker's instance of a generated pipeline: it pushes batches through the fused operators into the sink. Used by
 * one thread at a time.
 *
 * <p>Resumable: every call returns one of the status codes below and never blocks the thread. The batch given to
 * {@link #consume} stays borrowed until a call returns {@link #NEEDS_INPUT} or {@link #DONE}; whatever position the work
 * has reached is kept in the instance.
 */
public abstract class CompiledPipeline {
    /** The batch is used up: call {@link #consume} with the next, or {@link #finish} at the end of input. */
    public static final int NEEDS_INPUT = 0;
    /** A full batch of output was handed on and more is to come: call {@link #resume} when it is convenient. */
    public static final int HAS_OUTPUT = 1;
    /** The sink cannot take more now (result queue full, memory awaited): park, and call {@link #resume} when woken. */
    public static final int BLOCKED = 2;
    /**
     * No more input is wanted: a limit is reached (call {@link #finish} then, as at the end of input), or {@link #finish} is
     * through.
     */
    public static final int DONE = 3;

    /** Gives the instance its worker's state; once, before anything else. */
    public abstract void bind(WorkerState worker);

    /** Starts on a batch. Only after {@link #NEEDS_INPUT}. */
    public abstract int consume(Batch batch);

    /** Goes on where {@link #HAS_OUTPUT} or {@link #BLOCKED} stopped, be it in {@link #consume} or {@link #finish}. */
    public abstract int resume();

    /** This worker's input has ended: flushes and combines the local state into the shared one. Ends with DONE. */
    public abstract int finish();
}
