package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one {@link JoinTable}: {@link #begin} with the slot keys of a chunk, then {@link #next} until it
 * returns 0. Small loops: a filter while it drops enough, slots, their contents, a first compare without branches, the few
 * that must look further, then chains. Matches of one tuple need not come one after the other. Not thread-safe.
 */
public final class TableProbe {
    /** The filter comes into use when fewer than this share of tuples match; the second is for tables beyond a cache. */
    private static final double FILTER_BELOW = 0.35;

    private static final double FILTER_LARGE_BELOW = 0.6;
    private static final long LARGE = 1 << 16;
    /** It goes out of use when the share that passes is larger by so much. */
    private static final double HYSTERESIS = 0.15;

    private static final int[] EVERY = new int[Batch.MAX_ROWS];

    static {
        for (int tuple = 0; tuple < EVERY.length; tuple++) {
            EVERY[tuple] = tuple;
        }
    }

    private final boolean empty;
    private final boolean dense;
    private final boolean unique;
    private final @Nullable KeyFilter filter;
    private final double filterBelow;
    private final long base;
    private final long end;
    private final long entries;
    private final long minKey;
    private final int shift;

    private final long[] slots = new long[Batch.MAX_ROWS];
    private final long[] slotKeys = new long[Batch.MAX_ROWS];
    private final long[] slotRows = new long[Batch.MAX_ROWS];
    private final int[] retries = new int[Batch.MAX_ROWS];
    private final int[] passedTuples;
    private final long[] passedKeys;
    private final int[] chainTuples;
    private final long[] chainRows;
    private int chains;
    private boolean filtering;
    private long[] begunKeys = new long[0];
    private int begun;
    /** The keys to be looked up, and which tuples they are. */
    private long[] keys = begunKeys;

    private int[] tupleOf = EVERY;
    private int count;

    TableProbe(JoinTable table) {
        empty = table.rows() == 0;
        dense = table.isDense();
        unique = table.keysUnique();
        filter = table.filter();
        filterBelow = dense || table.capacity() < LARGE ? FILTER_BELOW : FILTER_LARGE_BELOW;
        base = table.base();
        entries = table.capacity();
        end = base + (entries << SlotTable.SLOT_SHIFT);
        minKey = table.minKey();
        shift = table.shift();
        passedTuples = new int[filter == null ? 0 : Batch.MAX_ROWS];
        passedKeys = new long[filter == null ? 0 : Batch.MAX_ROWS];
        chainTuples = new int[unique ? 0 : Batch.MAX_ROWS];
        chainRows = new long[unique ? 0 : Batch.MAX_ROWS];
    }

    /** Starts on {@code count} tuples, at most a batch; the array stays as it is until {@link #next} returns 0. */
    public void begin(long[] slotKeys, int count) {
        begunKeys = slotKeys;
        begun = empty ? 0 : count;
        chains = 0;
    }

    /**
     * The next matches, at most a batch: {@code tuples[i]} is the position of a slot key, {@code rows[i]} the address of a
     * row with that slot key. Both arrays have the length of a batch.
     *
     * @return how many there are, 0 when the chunk is through
     */
    public int next(int[] tuples, long[] rows) {
        int matches = 0;
        if (begun > 0) {
            int of = begun;
            begun = 0;
            select(of);
            matches = dense ? lookUpDense(tuples, rows) : lookUp(tuples, rows);
            adapt(of, matches);
            if (!unique) {
                startChains(tuples, rows, matches);
            }
        }
        return chains > 0 && matches == 0 ? followChains(tuples, rows) : matches;
    }

    private void select(int of) {
        if (filtering && filter != null) {
            count = filter.select(begunKeys, of, passedTuples, passedKeys, slots, slotKeys);
            keys = passedKeys;
            tupleOf = passedTuples;
        } else {
            count = of;
            keys = begunKeys;
            tupleOf = EVERY;
        }
    }

    private void adapt(int of, int matches) {
        double share = (double) (filtering ? count : matches) / of;
        filtering = filter != null && share < filterBelow + (filtering ? HYSTERESIS : 0);
    }

    private int lookUp(int[] tuples, long[] rows) {
        home();
        fetch();
        int matches = 0;
        int retrying = 0;
        for (int index = 0; index < count; index++) {
            long row = slotRows[index];
            long difference = slotKeys[index] ^ keys[index];
            int differs = (int) ((difference | -difference) >>> 63);
            int used = (int) (-row >>> 63);
            tuples[matches] = tupleOf[index];
            rows[matches] = row;
            matches += used & ~differs;
            retries[retrying] = index;
            retrying += used & differs;
        }
        return retrying > 0 ? retry(tuples, rows, matches, retrying) : matches;
    }

    private void home() {
        long[] of = keys;
        for (int index = 0; index < count; index++) {
            slots[index] = base + ((Hash.mix(of[index]) >>> shift) << SlotTable.SLOT_SHIFT);
        }
    }

    /** Only loads, so that the processor has as many cache misses under way as it can. */
    private void fetch() {
        for (int index = 0; index < count; index++) {
            long slot = slots[index];
            slotKeys[index] = RawMemory.getLong(slot);
            slotRows[index] = RawMemory.getLong(slot + SlotTable.ROW);
        }
    }

    private int retry(int[] tuples, long[] rows, int found, int retrying) {
        int matches = found;
        int left = retrying;
        while (left > 0) {
            fetchNext(left);
            int again = 0;
            for (int index = 0; index < left; index++) {
                int at = retries[index];
                long row = slotRows[index];
                long difference = slotKeys[index] ^ keys[at];
                int differs = (int) ((difference | -difference) >>> 63);
                int used = (int) (-row >>> 63);
                tuples[matches] = tupleOf[at];
                rows[matches] = row;
                matches += used & ~differs;
                retries[again] = at;
                again += used & differs;
            }
            left = again;
        }
        return matches;
    }

    private void fetchNext(int left) {
        for (int index = 0; index < left; index++) {
            int at = retries[index];
            long slot = slots[at] + SlotTable.SLOT_BYTES;
            slot = slot == end ? base : slot;
            slots[at] = slot;
            slotKeys[index] = RawMemory.getLong(slot);
            slotRows[index] = RawMemory.getLong(slot + SlotTable.ROW);
        }
    }

    private int lookUpDense(int[] tuples, long[] rows) {
        long[] of = keys;
        long table = base;
        long range = entries;
        long min = minKey;
        for (int index = 0; index < count; index++) {
            long entry = of[index] - min;
            entry = entry >= 0 & entry < range ? entry : range;
            slotRows[index] = RawMemory.getLong(table + (entry << 3));
        }
        int matches = 0;
        for (int index = 0; index < count; index++) {
            long row = slotRows[index];
            tuples[matches] = tupleOf[index];
            rows[matches] = row;
            matches += (int) (-row >>> 63);
        }
        return matches;
    }

    private void startChains(int[] tuples, long[] rows, int matches) {
        int found = 0;
        for (int index = 0; index < matches; index++) {
            long next = RawMemory.getLong(rows[index] + RowLayout.NEXT_OFFSET);
            chainTuples[found] = tuples[index];
            chainRows[found] = next;
            found += (int) (-next >>> 63);
        }
        chains = found;
    }

    /** Goes down all chains side by side, a row each in turn, as far as the output has room. */
    private int followChains(int[] tuples, long[] rows) {
        int matches = 0;
        while (chains > 0 && matches < Batch.MAX_ROWS) {
            int step = Math.min(chains, Batch.MAX_ROWS - matches);
            int left = 0;
            for (int index = 0; index < step; index++) {
                int tuple = chainTuples[index];
                long row = chainRows[index];
                long next = RawMemory.getLong(row + RowLayout.NEXT_OFFSET);
                tuples[matches + index] = tuple;
                rows[matches + index] = row;
                chainTuples[left] = tuple;
                chainRows[left] = next;
                left += (int) (-next >>> 63);
            }
            matches += step;
            System.arraycopy(chainTuples, step, chainTuples, left, chains - step);
            System.arraycopy(chainRows, step, chainRows, left, chains - step);
            chains = left + chains - step;
        }
        return matches;
    }
}
