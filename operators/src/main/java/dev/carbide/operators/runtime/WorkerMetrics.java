package dev.carbide.operators.runtime;

/**
 * What one worker counts of one pipeline, per operator position: rows produced, and time by a stop-watch that always
 * runs for exactly one of them. Written by one thread; read by others for progress, slightly stale.
 */
public final class WorkerMetrics {
    private final long[] rows;
    private final long[] nanos;
    private final int shift;
    private int running;
    private long since;

    /** Positions: 0 is the source, then each step in order, the sink last. */
    public WorkerMetrics(int positions) {
        rows = new long[positions];
        nanos = new long[positions];
        shift = 0;
    }

    private WorkerMetrics(WorkerMetrics whole, int shift) {
        rows = whole.rows;
        nanos = whole.nanos;
        this.shift = shift;
        since = System.nanoTime();
        running = shift;
    }

    /**
     * The same counts for a pipeline that is the rest of this one behind its first {@code steps} steps: its positions, but
     * for the source's, are that much higher here.
     */
    public WorkerMetrics behind(int steps) {
        return new WorkerMetrics(this, steps);
    }

    /** Begins to measure, for {@code position}. */
    public void start(int position) {
        running = position + shift;
        since = System.nanoTime();
    }

    /** From here on time counts for {@code position}. Called per batch and stage, not per row. */
    public void enter(int position) {
        long now = System.nanoTime();
        nanos[running] += now - since;
        since = now;
        running = position + shift;
    }

    /** The worker leaves this pipeline, for now. */
    public void stop() {
        enter(running - shift);
    }

    public void addRows(int position, long count) {
        // what comes from a file was counted when it was read first
        if (position > 0 || shift == 0) {
            rows[position + shift] += count;
        }
    }

    public long rows(int position) {
        return rows[position];
    }

    public long nanos(int position) {
        return nanos[position];
    }

    public int positions() {
        return rows.length;
    }
}
