package dev.carbide.kernel.metrics;

import dev.carbide.offheap.memory.SpillCounts;
import dev.carbide.offheap.spill.SpillMetrics;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What writing out has cost, of an operator or of a query.
 *
 * @param bytesWritten to disk, compressed as they are there
 * @param bytesRead from disk
 * @param files made
 * @param freedBytes of memory that was given up for somebody's need; what is written out as a matter of course when an
 *     operator's input has ended is not in it
 * @param writeNanos spent in writing, summed over threads
 * @param readNanos spent in reading, summed over threads
 * @param causes how often memory was given up, by who needed it: {@code own need}, {@code host}, or an operator by the path
 *     of its pool
 */
public record SpillCost(
        long bytesWritten,
        long bytesRead,
        long files,
        long freedBytes,
        long writeNanos,
        long readNanos,
        Map<String, Long> causes) {
    public static final SpillCost NONE = new SpillCost(0, 0, 0, 0, 0, 0, Map.of());

    public SpillCost {
        causes = Collections.unmodifiableMap(new TreeMap<>(causes));
    }

    /** As counted until now. */
    public static SpillCost of(OperatorSpills spills) {
        SpillMetrics disk = spills.metrics();
        SpillCounts memory = spills.counts();
        Map<String, Long> causes = new TreeMap<>();
        memory.spillsByCause().forEach((cause, times) -> causes.merge(operator(cause), times, Long::sum));
        return new SpillCost(
                disk.bytesWritten(),
                disk.bytesRead(),
                disk.files(),
                memory.bytes(),
                disk.writeNanos(),
                disk.readNanos(),
                causes);
    }

    /** Which part of an operator asked is nothing to its user. */
    private static String operator(String cause) {
        int mark = cause.indexOf(" #");
        int end = mark < 0 ? -1 : cause.indexOf('/', mark);
        return end < 0 ? cause : cause.substring(0, end);
    }

    public SpillCost plus(SpillCost other) {
        Map<String, Long> all = new TreeMap<>(causes);
        other.causes.forEach((cause, times) -> all.merge(cause, times, Long::sum));
        return new SpillCost(
                bytesWritten + other.bytesWritten,
                bytesRead + other.bytesRead,
                files + other.files,
                freedBytes + other.freedBytes,
                writeNanos + other.writeNanos,
                readNanos + other.readNanos,
                all);
    }

    /** How often memory was given up. */
    public long spills() {
        return causes.values().stream().mapToLong(Long::longValue).sum();
    }
}
