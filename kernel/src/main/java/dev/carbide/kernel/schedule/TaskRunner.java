package dev.carbide.kernel.schedule;

/** Gives time slices to tasks that are ready. */
public interface TaskRunner {
    /** Takes a task that is ready; it gets a slice later, on whatever thread runs tasks. Any thread, never blocks. */
    void enqueue(Task task);
}
