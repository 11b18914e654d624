package dev.carbide.kernel;

import dev.carbide.offheap.cache.StorageLevel;

/**
 * How to cache a table. Start from {@link #DEFAULT}.
 *
 * @param level where blocks may be
 * @param lazy whether blocks are loaded by the first query that needs them, instead of all at once
 */
public record CacheOptions(StorageLevel level, boolean lazy) {
    /** In memory and, where that does not suffice, on disk; loaded at once. */
    public static final CacheOptions DEFAULT = new CacheOptions(StorageLevel.MEMORY_AND_DISK, false);

    public CacheOptions withLevel(StorageLevel other) {
        return new CacheOptions(other, lazy);
    }

    public CacheOptions withLazy(boolean on) {
        return new CacheOptions(level, on);
    }
}
