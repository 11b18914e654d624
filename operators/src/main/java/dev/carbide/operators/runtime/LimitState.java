package dev.carbide.operators.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** The rows that have flowed past a limit, counted over all workers of one execution. Thread-safe. */
public final class LimitState {
    private final long offset;
    private final long end;
    private final AtomicLong seen = new AtomicLong();

    public LimitState(long offset, long limit) {
        this.offset = offset;
        this.end = offset + limit;
    }

    /** Claims the next {@code count} rows; {@link #skipped} and {@link #passed} take the answer apart. */
    public long claim(int count) {
        long from = seen.getAndUpdate(rows -> Math.min(end, rows + count));
        long skip = Math.clamp(offset - from, 0, count);
        long pass = Math.clamp(Math.min(end, from + count) - from - skip, 0, count);
        return skip << Integer.SIZE | pass;
    }

    /** How many of the claimed rows, at the front, are before the offset. */
    public static int skipped(long claim) {
        return (int) (claim >>> Integer.SIZE);
    }

    /** How many of the claimed rows, behind the skipped ones, may pass. */
    public static int passed(long claim) {
        return (int) claim;
    }

    /** Whether no further row may pass. */
    public boolean isReached() {
        return seen.get() >= end;
    }
}
