package dev.carbide.bridges.record;

import dev.carbide.offheap.raw.RawMemory;

/** The records of one batch: where they are, how long, and which number the first has. Used by one thread. */
final class RecordBlock {
    /** What a block takes on the heap per record. */
    static final int HEAP_BYTES_PER_RECORD = 2 * Long.BYTES + Integer.BYTES;

    final long[] addresses;
    final int[] sizes;
    /** Values of one column on their way into it. */
    final long[] values;

    int count;
    long firstNumber;

    RecordBlock(int capacity) {
        addresses = new long[capacity];
        sizes = new int[capacity];
        values = new long[capacity];
    }

    /** Takes the next records from {@code at}, the first being {@code number}; returns the address behind them. */
    long fill(RecordWalk walk, long at, long end, long number) {
        firstNumber = number;
        count = 0;
        long next = at;
        while (count < addresses.length && next < end) {
            int size = walk.sizeAt(next, end, number + count);
            addresses[count] = next;
            sizes[count++] = size;
            next += size;
        }
        return next;
    }

    boolean bit(int index, NullRule.Bit bit) {
        return (RawMemory.getByte(addresses[index] + bit.offset()) & bit.mask()) != 0;
    }
}
