package dev.carbide.codegen.compile;

/**
 * Counts since the cache was made.
 *
 * @param entries classes kept now
 * @param hits requests answered without compiling, those that waited for another thread's compilation included
 * @param misses compilations, failed ones included
 * @param compileNanos spent in compilations that succeeded
 */
public record ClassCacheStatistics(
        int entries, long hits, long misses, long evictions, long failures, long compileNanos) {}
