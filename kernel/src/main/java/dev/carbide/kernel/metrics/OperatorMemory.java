package dev.carbide.kernel.metrics;

import dev.carbide.offheap.memory.MemoryPool;

/**
 * Memory by operator: below a query's pool there is one {@code <what> #<operator id>} for each part of an operator that
 * holds memory. A closed pool is gone, so {@link #sample} must run before a pool is closed. Thread-safe.
 */
public final class OperatorMemory {
    private final MemoryPool pool;
    private final long[] current;
    private final long[] peak;

    public OperatorMemory(MemoryPool pool, int operators) {
        this.pool = pool;
        current = new long[operators];
        peak = new long[operators];
    }

    /** Reads what the pools say now. */
    public synchronized void sample() {
        java.util.Arrays.fill(current, 0);
        sample(pool);
    }

    private void sample(MemoryPool above) {
        for (MemoryPool child : above.children()) {
            int operator = operator(child.name());
            if (operator >= 0 && operator < current.length) {
                current[operator] += child.reserved();
                peak[operator] = Math.max(peak[operator], child.peak());
            } else {
                sample(child);
            }
        }
    }

    private static int operator(String name) {
        int mark = name.lastIndexOf('#');
        try {
            return mark < 0 ? -1 : Integer.parseInt(name, mark + 1, name.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    synchronized long current(int operator) {
        return current[operator];
    }

    synchronized long peak(int operator) {
        return peak[operator];
    }
}
