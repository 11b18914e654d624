package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;

/** A block in memory. Immutable. */
sealed interface MemoryForm permits ResidentColumn, FrameList {
    /** What it takes off-heap. */
    long bytes();

    /** What it takes on the heap, about. */
    long heapBytes();

    /** @param pool charged with what the cursor needs */
    BlockCursor cursor(ZoneMap zones, MemoryPool pool, PageAllocator pages);

    /** Writes the block to disk; the form stays. */
    FrameList writeTo(FrameStorage disk, Frames frames);

    void free();
}
