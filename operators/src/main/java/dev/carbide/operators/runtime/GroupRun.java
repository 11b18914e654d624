package dev.carbide.operators.runtime;

import dev.carbide.offheap.spill.RunSegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups on disk, ordered by hash as far as {@code unitBits} bits of it: one segment for each unit of the range that has
 * groups. Immutable.
 */
final class GroupRun {
    private final GroupRange range;
    private final int unitBits;
    private final @Nullable RunSegment[] segments;
    /** Bytes of the units before each. */
    private final long[] bytesBefore;

    /** @param unitBits bits of the units, those of the range included */
    GroupRun(GroupRange range, int unitBits, @Nullable RunSegment[] segments) {
        this.range = range;
        this.unitBits = unitBits;
        this.segments = segments;
        bytesBefore = new long[segments.length + 1];
        for (int unit = 0; unit < segments.length; unit++) {
            RunSegment segment = segments[unit];
            bytesBefore[unit + 1] = bytesBefore[unit] + (segment == null ? 0 : segment.bytes());
        }
    }

    /** The bytes of the rows of a part of the range; estimated if that is less than a unit. */
    long bytes(GroupRange part) {
        int first = first(part);
        if (part.bits() > unitBits) {
            return bytesBefore[first + 1] - bytesBefore[first] >> part.bits() - unitBits;
        }
        return bytesBefore[first + (1 << unitBits - part.bits())] - bytesBefore[first];
    }

    long bytes() {
        return bytesBefore[segments.length];
    }

    /** Whether {@link #segments} of this part have groups of other parts too. */
    boolean isCoarserThan(GroupRange part) {
        return unitBits < part.bits();
    }

    /** The segments that have all groups of a part of the range. */
    List<RunSegment> segments(GroupRange part) {
        int first = first(part);
        int count = part.bits() > unitBits ? 1 : 1 << unitBits - part.bits();
        List<RunSegment> found = new ArrayList<>();
        for (int unit = first; unit < first + count; unit++) {
            RunSegment segment = segments[unit];
            if (segment != null) {
                found.add(segment);
            }
        }
        return found;
    }

    private int first(GroupRange part) {
        long unit = part.bits() > unitBits ? part.prefix() >>> part.bits() - unitBits : part.firstUnit(unitBits);
        return (int) (unit - range.firstUnit(unitBits));
    }
}
