package dev.carbide.offheap.cache;

import org.jspecify.annotations.Nullable;

/**
 * A block that was loaded once. It may have a form in memory, on disk, both, or none any more; its zones stay known. All
 * fields that change are guarded by the lock of the cache.
 */
final class CachedBlock {
    final CacheRegion region;
    final int slot;
    final int rows;
    final ZoneMap zones;
    /** Charged to the cache until the block is dropped. */
    final long heapBytes;

    @Nullable
    MemoryForm memory;
    /** Of the form in memory, or of the last one there was. */
    long memoryBytes;

    @Nullable
    FrameList disk;
    /** Readers who use one of the forms; none of them goes meanwhile. */
    int pins;
    /** Somebody is writing it to disk, or reading it into memory. */
    boolean moving;
    /** It is in no region any more; its memory goes with the last pin. */
    boolean dropped;

    CachedBlock(CacheRegion region, int slot, int rows, ZoneMap zones, long heapBytes) {
        this.region = region;
        this.slot = slot;
        this.rows = rows;
        this.zones = zones;
        this.heapBytes = heapBytes;
    }

    boolean isHeld() {
        return memory != null || disk != null;
    }

    boolean isEvictable() {
        return memory != null && pins == 0 && !moving;
    }
}
