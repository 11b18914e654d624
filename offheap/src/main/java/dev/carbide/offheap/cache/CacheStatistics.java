package dev.carbide.offheap.cache;

/**
 * What is cached of one table, and what that has been good for. A block is one column of one split.
 *
 * @param fractionCached the share of all blocks of the table that are held, in memory or on disk, 0 to 1
 * @param memoryBytes what held blocks take in memory
 * @param diskBytes what held blocks take on disk
 * @param hits blocks that a scan needed and found
 * @param misses blocks that a scan needed and read from the source
 * @param evictions blocks that had to leave memory
 */
public record CacheStatistics(
        String name,
        StorageLevel level,
        double fractionCached,
        long memoryBytes,
        long diskBytes,
        long hits,
        long misses,
        long evictions) {}
