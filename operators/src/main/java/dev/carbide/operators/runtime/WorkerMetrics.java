package dev.carbide.operators.runtime;

/**
 * What one worker counts of one pipeline, per operator position: rows produced, and time by a stop-watch that always
 * runs for exactly one of them. Written by one thread; read by others for progress, slightly stale.
 */
public final class WorkerMetrics {
    private final long[] rows;
    private final long[] nanos;
    private int running;
    private long since;

    /** Positions: 0 is the source, then each step in order, the sink last. */
    public WorkerMetrics(int positions) {
        rows = new long[positions];
        nanos = new long[positions];
    }

    /** Begins to measure, for {@code position}. */
    public void start(int position) {
        running = position;
        since = System.nanoTime();
    }

    /** From here on time counts for {@code position}. Called per batch and stage, not per row. */
    public void enter(int position) {
        long now = System.nanoTime();
        nanos[running] += now - since;
        since = now;
        running = position;
    }

    /** The worker leaves this pipeline, for now. */
    public void stop() {
        enter(running);
    }

    public void addRows(int position, long count) {
        rows[position] += count;
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
