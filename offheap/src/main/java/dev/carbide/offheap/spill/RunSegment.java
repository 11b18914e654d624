package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideInternalException;

/**
 * A contiguous range of blocks of one file.
 *
 * @param position where the first begins
 * @param end where the last ends
 * @param rows how many rows they hold
 * @param bytes the bytes of these rows in memory
 */
public record RunSegment(SpillFile file, long position, long end, long rows, long bytes) {
    public RunSegment {
        if (position < 0 || end < position || end > file.size()) {
            throw new CarbideInternalException(
                    "No segment from " + position + " to " + end + " is in " + file + " of " + file.size() + " bytes");
        }
    }
}
