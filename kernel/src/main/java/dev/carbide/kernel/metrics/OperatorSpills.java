package dev.carbide.kernel.metrics;

import dev.carbide.offheap.memory.SpillCounts;
import dev.carbide.offheap.spill.SpillMetrics;

/**
 * What the sink of one pipeline has spilled.
 *
 * @param metrics files, and bytes on disk
 * @param counts how often, why, and the memory freed
 */
public record OperatorSpills(SpillMetrics metrics, SpillCounts counts) {
    public OperatorSpills() {
        this(new SpillMetrics(), new SpillCounts());
    }
}
