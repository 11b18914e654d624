package dev.carbide.kernel.schedule;

/** What may be held by those who can end somebody's waiting: a queue that has room again, a memory grant, a finished read. */
@FunctionalInterface
public interface WakeUp {
    /**
     * Says that what was waited for may have happened. Any thread, any number of times, also when nobody waits; cheap, never
     * blocks and runs nothing of the woken on the calling thread. After it the task looks again at least once.
     */
    void wake();
}
