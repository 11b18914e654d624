package dev.carbide.kernel.metrics;

import java.util.List;

/**
 * What one execution of a query cost so far, or in all once it has ended. Times in nanoseconds.
 *
 * @param query its name
 * @param rows rows of the result handed out
 * @param wallNanos from {@code execute()} until the last batch was produced, or until now
 * @param workerNanos CPU time by worker; one entry on a caller's thread
 * @param memoryBytes held in its pool now
 * @param memoryPeakBytes the most it held in its pool
 * @param compileNanos spent on generating and compiling when it was prepared
 * @param firstBatchNanos from {@code execute()} until the first batch was ready, -1 if there is none yet
 * @param operators by operator id
 */
public record QueryMetrics(
        String query,
        long rows,
        long wallNanos,
        List<Long> workerNanos,
        long memoryBytes,
        long memoryPeakBytes,
        long compileNanos,
        long firstBatchNanos,
        List<OperatorMetrics> operators) {
    public QueryMetrics {
        workerNanos = List.copyOf(workerNanos);
        operators = List.copyOf(operators);
    }

    /** What all operators wrote out. */
    public SpillCost spill() {
        return operators.stream().map(OperatorMetrics::spill).reduce(SpillCost.NONE, SpillCost::plus);
    }

    /** Bytes written to spill files. */
    public long spilledBytes() {
        return spill().bytesWritten();
    }

    /** CPU time of all workers. */
    public long cpuNanos() {
        return workerNanos.stream().mapToLong(Long::longValue).sum();
    }
}
