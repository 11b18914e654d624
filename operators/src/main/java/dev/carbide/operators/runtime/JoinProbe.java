package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import org.jspecify.annotations.Nullable;

/**
 * One worker's cursor over the build side of a join, as it is at the time: {@link #begin} with the slot keys of a chunk, then
 * {@link #next} until it returns 0. Tuples whose partition is not in memory are left out: they are written out beside.
 * Not thread-safe; inside the pin of the build side from begin to end.
 */
public final class JoinProbe {
    private static final long[] NO_KEYS = new long[0];

    private final @Nullable JoinBuildState build;
    private @Nullable JoinTable table;
    private @Nullable TableProbe cursor;
    private int[] passedTuples = new int[0];
    private long[] passedKeys = NO_KEYS;
    private boolean selective;

    /** Over a build side that can be written out between batches. */
    JoinProbe(JoinBuildState build) {
        this.build = build;
    }

    /** Over the table that {@link #attach} sets. */
    JoinProbe() {
        build = null;
    }

    /** Probes this table from now on. Between batches. */
    void attach(@Nullable JoinTable other) {
        if (table != other) {
            table = other;
            cursor = other == null ? null : other.newProbe();
        }
    }

    /** Starts on {@code count} tuples, at most a batch; the array stays as it is until {@link #next} returns 0. */
    public void begin(long[] slotKeys, int count) {
        int resident = Partitions.COUNT;
        if (build != null) {
            attach(build.residentTable());
            resident = build.residentPartitions();
        }
        if (cursor == null) {
            return;
        }
        selective = resident < Partitions.COUNT;
        if (selective) {
            int passed = select(slotKeys, count, resident);
            cursor.begin(passedKeys, passed);
        } else {
            cursor.begin(slotKeys, count);
        }
    }

    private int select(long[] slotKeys, int count, int resident) {
        if (passedTuples.length == 0) {
            passedTuples = new int[Batch.MAX_ROWS];
            passedKeys = new long[Batch.MAX_ROWS];
        }
        int passed = 0;
        for (int tuple = 0; tuple < count; tuple++) {
            long key = slotKeys[tuple];
            passedTuples[passed] = tuple;
            passedKeys[passed] = key;
            passed += Partitions.of(key, 0) < resident ? 1 : 0;
        }
        return passed;
    }

    /**
     * The next matches, at most a batch: {@code tuples[i]} is the position of a slot key, {@code rows[i]} the address of a
     * row with that slot key. Both arrays have the length of a batch.
     *
     * @return how many there are, 0 when the chunk is through
     */
    public int next(int[] tuples, long[] rows) {
        if (cursor == null) {
            return 0;
        }
        int matches = cursor.next(tuples, rows);
        for (int index = 0; selective && index < matches; index++) {
            tuples[index] = passedTuples[tuples[index]];
        }
        return matches;
    }
}
