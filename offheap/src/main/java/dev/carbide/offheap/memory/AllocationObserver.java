package dev.carbide.offheap.memory;

/** Is told of every page before it is given out: to trace who allocates what, or to see what happens when it fails. */
@FunctionalInterface
public interface AllocationObserver {
    AllocationObserver NONE = (pool, bytes) -> {};

    /**
     * A page of this size is about to be reserved in this pool. Any thread. What this throws is what the allocation throws;
     * nothing is reserved then.
     */
    void allocating(MemoryPool pool, long bytes);
}
