package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;

/**
 * A pass over the rows of a {@link SlotTable}, chains included, that belong to one radix
 * partition of those that the table's bits make. Whoever gets a row may
 * change its chain. Used by one thread at a time.
 */
public final class GroupScan {
    private final SlotTable slots;
    private final int partition;
    private final int bits;
    private final long rangeEnd;
    private final long tableEnd;
    private final boolean wholeTable;
    private long slot;
    private boolean overflow;
    private boolean ended;
    private long chain;

    GroupScan(SlotTable slots, int partition, int bits) {
        this.slots = slots;
        this.partition = partition;
        this.bits = bits;
        int tableBits = Long.numberOfTrailingZeros(slots.capacity());
        long first = bits <= tableBits ? (long) partition << tableBits - bits : partition >> bits - tableBits;
        long count = bits <= tableBits ? slots.capacity() >> bits : 1;
        wholeTable = count == slots.capacity();
        slot = slots.base() + (first << SlotTable.SLOT_SHIFT);
        rangeEnd = slot + (count << SlotTable.SLOT_SHIFT);
        tableEnd = slots.base() + (slots.capacity() << SlotTable.SLOT_SHIFT);
    }

    /** The partition of a slot key among {@code 2^bits}. */
    static int partition(long slotKey, int bits) {
        return partition(slotKey, 0, bits);
    }

    /** The same among those that the bits behind the skipped ones make. */
    static int partition(long slotKey, int skippedBits, int bits) {
        return (int) (Hash.mix(slotKey) << skippedBits >>> 1 >>> Long.SIZE - 1 - bits);
    }

    /** Puts up to {@code rows.length} more rows into {@code rows}; 0 at the end. */
    public int next(long[] rows) {
        int count = 0;
        while (count < rows.length) {
            if (chain != 0) {
                rows[count++] = chain;
                chain = RawMemory.getLong(chain + RowLayout.NEXT_OFFSET);
            } else if (!advance()) {
                return count;
            }
        }
        return count;
    }

    /** Steps to the next slot; keys that were displaced out of the range follow it without a gap. */
    private boolean advance() {
        if (slot == rangeEnd) {
            // nothing is displaced out of the whole table
            if (bits == 0) {
                ended = true;
                return false;
            }
            overflow = true;
            ended = wholeTable;
        }
        if (ended) {
            return false;
        }
        if (slot == tableEnd) {
            slot = slots.base();
        }
        long row = RawMemory.getLong(slot + SlotTable.ROW);
        if (row == 0 && overflow) {
            ended = true;
            return false;
        }
        if (row != 0 && partition(RawMemory.getLong(slot), slots.skippedBits(), bits) == partition) {
            chain = row;
        }
        slot += SlotTable.SLOT_BYTES;
        return true;
    }
}
