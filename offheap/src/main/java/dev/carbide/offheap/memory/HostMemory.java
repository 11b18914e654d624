package dev.carbide.offheap.memory;

/**
 * The memory manager of a program that Carbide is embedded in, from which a task's memory comes instead of from a budget of
 * Carbide's own.
 *
 * <p>{@link #acquire} and {@link #release} are called by any thread that works on the task, also by several at once, with no
 * lock of Carbide's held; they may block, and may call {@link Shrinkable#shrink} of this or of other tasks meanwhile.
 */
public interface HostMemory {
    /**
     * Asks for bytes.
     *
     * @return how many are given, 0 to {@code bytes}; those given belong to the task until it releases them or a call of
     *     {@code shrink} returns them
     */
    long acquire(long bytes);

    /** Takes bytes back that were given and are not used any more. */
    void release(long bytes);

    /** Called once, before anything is acquired: what the host can ask to give memory up. */
    void attach(Shrinkable task);

    /** What gives memory up when its host asks. */
    interface Shrinkable {
        /**
         * Frees up to {@code bytes} bytes at once, by writing out what nobody is working on; what is being worked on follows
         * soon, through {@link HostMemory#release}. Any thread, whatever locks of the host's it holds; never waits for a
         * thread that may be calling the host.
         *
         * @return the bytes freed, which are the host's again: they do not come through {@link HostMemory#release}
         */
        long shrink(long bytes);
    }
}
