package dev.carbide.operators.runtime;

import dev.carbide.offheap.spill.RunSegment;
import java.util.List;

/**
 * What a reader joins at a time: some of the build segments of a partition with the partition's probe rows from a position
 * on.
 *
 * @param build segments to be in memory
 * @param probeFrom rows of the partition's probe side that have met these build rows before
 */
record SpilledPiece(SpilledPartition partition, List<RunSegment> build, long probeFrom) {
    static SpilledPiece of(SpilledPartition partition) {
        return new SpilledPiece(partition, partition.build(), 0);
    }

    List<RunSegment> probe() {
        return partition.probe();
    }

    /** As long as nothing of the partition is joined yet, and bits are left. */
    boolean mayBePartitioned() {
        return probeFrom == 0
                && build.size() > 1
                && build.size() == partition.build().size()
                && partition.level() < Partitions.LEVELS;
    }

    /** Segments. */
    int size() {
        return build.size();
    }

    SpilledPiece first(int segments) {
        return new SpilledPiece(partition, build.subList(0, segments), probeFrom);
    }

    SpilledPiece rest(int segments) {
        return new SpilledPiece(partition, build.subList(segments, build.size()), probeFrom);
    }

    SpilledPiece from(long position) {
        return new SpilledPiece(partition, build, position);
    }

    /** The memory for the build rows and their table, at most. */
    long loadedBytes() {
        long rows = 0;
        long bytes = 0;
        for (RunSegment segment : build) {
            rows += segment.rows();
            bytes += segment.bytes();
        }
        return JoinBuildState.loadedBytes(rows, bytes);
    }
}
