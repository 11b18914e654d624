package dev.carbide.operators.runtime;

import dev.carbide.offheap.spill.RunSegment;
import java.util.List;

/**
 * A piece of a join that is left to do: these probe rows against these build rows.
 *
 * @param level of partitioning that has made it
 * @param whole whether no other piece has the same probe rows: it may still be divided further
 */
record SpilledPartition(List<RunSegment> build, List<RunSegment> probe, int level, boolean whole) {
    long buildRows() {
        return build.stream().mapToLong(RunSegment::rows).sum();
    }

    long buildBytes() {
        return build.stream().mapToLong(RunSegment::bytes).sum();
    }

    long probeRows() {
        return probe.stream().mapToLong(RunSegment::rows).sum();
    }
}
