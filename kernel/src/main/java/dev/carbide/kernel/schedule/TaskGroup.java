package dev.carbide.kernel.schedule;

import java.util.ArrayDeque;

/** The ready tasks of one query: what the scheduler is fair between. Fields belong to the runner's lock. */
public final class TaskGroup {
    final ArrayDeque<Task> ready = new ArrayDeque<>();
}
