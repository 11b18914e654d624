package dev.carbide.offheap.spill;

/**
 * What a store holds on disk now, and what it has done since it was opened.
 *
 * @param files files that exist
 * @param bytes what they have together
 */
public record SpillUsage(
        long files,
        long bytes,
        long filesCreated,
        long bytesWritten,
        long bytesRead,
        long writeNanos,
        long readNanos) {}
