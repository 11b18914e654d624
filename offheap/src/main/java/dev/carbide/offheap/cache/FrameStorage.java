package dev.carbide.offheap.cache;

import java.lang.foreign.MemorySegment;

/** Where the frames of one block lie. Written by one thread, then read by any. */
interface FrameStorage {
    /** Makes sure that {@link #target} has so many bytes; may take memory from other blocks. */
    void prepare(long bytes);

    /** Where a frame of at most that size is to be put. */
    MemorySegment target(FrameScratch scratch, long bytes);

    /** Keeps the frame that was put at the beginning of the target, and says where. */
    long keep(MemorySegment target, int size);

    /** Fills {@code into} with what was kept. */
    void read(long position, MemorySegment into);

    /** Nothing more is kept. */
    void seal();

    /** What it takes, where it lies. */
    long bytes();

    void free();
}
