package dev.carbide.kernel.metrics;

/**
 * What one operator of a plan did.
 *
 * @param id its number in the plan, by preorder from 0; the same in EXPLAIN
 * @param rows rows it produced
 * @param sinkRows rows that went into its blocking side (the build side of a join, the input of an aggregation or sort), 0
 *     if it has none
 * @param nanos time summed over workers, both sides
 * @param memoryBytes held now
 * @param memoryPeakBytes the most it held
 * @param spill what it wrote out; for a join both sides
 */
public record OperatorMetrics(
        int id, long rows, long sinkRows, long nanos, long memoryBytes, long memoryPeakBytes, SpillCost spill) {}
