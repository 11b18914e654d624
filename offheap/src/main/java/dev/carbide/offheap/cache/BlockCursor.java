package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;

/** Reads one cached block. Used by one thread at a time, and closed before what it reads is unpinned. */
public interface BlockCursor extends AutoCloseable {
    /**
     * Rows from {@code from} on, as many as {@link #run} says at most. Valid until the next call; if {@link #isShared}, as
     * long as the block is pinned.
     *
     * @throws dev.carbide.offheap.error.CarbideException if the block is on disk and cannot be read
     */
    Column column(int from, int count);

    /** How many rows from {@code from} on lie together, at least 1. */
    int run(int from);

    /** Whether the column of a row from {@code from} on lies in the block itself, not in a copy that the next call overwrites. */
    boolean isShared(int from);

    @Override
    void close();
}
