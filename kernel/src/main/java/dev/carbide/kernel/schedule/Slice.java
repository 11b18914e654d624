package dev.carbide.kernel.schedule;

/** The turn of a task on a thread. Used by that thread only. */
public interface Slice {
    /** Whether the task should give the thread back at its next opportunity. Asked per batch. */
    boolean isOver();

    /** The number of the worker, from 0. */
    int worker();
}
