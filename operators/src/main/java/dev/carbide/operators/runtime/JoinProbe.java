package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;

/**
 * One worker's cursor over a {@link JoinTable}: {@link #begin} with the slot keys of a chunk, then {@link #next} until it
 * returns 0. Small loops: slots, a first compare without branches, the few that must look further, then chains. Matches of
 * one tuple need not come one after the other. Not thread-safe.
 */
public final class JoinProbe {
    private final boolean empty;
    private final boolean dense;
    private final boolean unique;
    private final long base;
    private final long end;
    private final long entries;
    private final long minKey;
    private final int shift;

    private final long[] slots = new long[Batch.MAX_ROWS];
    private final int[] retries = new int[Batch.MAX_ROWS];
    private final int[] chainTuples;
    private final long[] chainRows;
    private int chains;
    private long[] keys = new long[0];
    private int count;
    private boolean fresh;

    JoinProbe(JoinTable table) {
        empty = table.rows() == 0;
        dense = table.isDense();
        unique = table.keysUnique();
        base = table.base();
        entries = table.capacity();
        end = base + (entries << SlotTable.SLOT_SHIFT);
        minKey = table.minKey();
        shift = table.shift();
        chainTuples = new int[unique ? 0 : Batch.MAX_ROWS];
        chainRows = new long[unique ? 0 : Batch.MAX_ROWS];
    }

    /** Starts on {@code count} tuples, at most a batch; the array stays as it is until {@link #next} returns 0. */
    public void begin(long[] slotKeys, int count) {
        keys = slotKeys;
        this.count = count;
        fresh = !empty && count > 0;
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
        if (fresh) {
            fresh = false;
            matches = dense ? lookUpDense(tuples, rows) : lookUp(tuples, rows);
            if (!unique) {
                startChains(tuples, rows, matches);
            }
        }
        return chains > 0 && matches == 0 ? followChains(tuples, rows) : matches;
    }

    private int lookUp(int[] tuples, long[] rows) {
        home();
        int matches = 0;
        int retrying = 0;
        for (int tuple = 0; tuple < count; tuple++) {
            long slot = slots[tuple];
            long row = RawMemory.getLong(slot + SlotTable.ROW);
            long difference = RawMemory.getLong(slot) ^ keys[tuple];
            int differs = (int) ((difference | -difference) >>> 63);
            int used = (int) (-row >>> 63);
            tuples[matches] = tuple;
            rows[matches] = row;
            matches += used & ~differs;
            retries[retrying] = tuple;
            retrying += used & differs;
        }
        return retrying > 0 ? retry(tuples, rows, matches, retrying) : matches;
    }

    private void home() {
        long[] of = keys;
        for (int tuple = 0; tuple < count; tuple++) {
            slots[tuple] = base + ((Hash.mix(of[tuple]) >>> shift) << SlotTable.SLOT_SHIFT);
        }
    }

    private int retry(int[] tuples, long[] rows, int found, int retrying) {
        int matches = found;
        int left = retrying;
        while (left > 0) {
            int again = 0;
            for (int index = 0; index < left; index++) {
                int tuple = retries[index];
                long slot = slots[tuple] + SlotTable.SLOT_BYTES;
                slot = slot == end ? base : slot;
                slots[tuple] = slot;
                long row = RawMemory.getLong(slot + SlotTable.ROW);
                long difference = RawMemory.getLong(slot) ^ keys[tuple];
                int differs = (int) ((difference | -difference) >>> 63);
                int used = (int) (-row >>> 63);
                tuples[matches] = tuple;
                rows[matches] = row;
                matches += used & ~differs;
                retries[again] = tuple;
                again += used & differs;
            }
            left = again;
        }
        return matches;
    }

    private int lookUpDense(int[] tuples, long[] rows) {
        long[] of = keys;
        long table = base;
        long range = entries;
        long min = minKey;
        int matches = 0;
        for (int tuple = 0; tuple < count; tuple++) {
            long entry = of[tuple] - min;
            entry = entry >= 0 & entry < range ? entry : range;
            long row = RawMemory.getLong(table + (entry << 3));
            tuples[matches] = tuple;
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
