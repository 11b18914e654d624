package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.spill.RowRunWriter;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import dev.carbide.operators.scan.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Writes groups: rows as they are in memory, each followed by the strings that its accumulators hold, in their order. Needs
 * no memory. Used by one thread.
 */
final class GroupRunWriter {
    private static final int SCAN_ROWS = 256;
    /** A unit of a run has about so many bytes at least, so that the index of the run stays small beside it. */
    private static final long UNIT_BYTES = 16 << 10;

    private static final long MAX_PADDING = Long.BYTES;

    private final RowLayout layout;
    private final int[] heldOffsets;
    private final RowRunWriter writer;
    private final Cancellation cancellation;
    private final long[] rows = new long[SCAN_ROWS];
    private long lowestHash = -1;
    private long highestHash;

    GroupRunWriter(GroupShape shape, SpillFile file, SpillBuffers buffers, Cancellation cancellation) {
        this.layout = shape.rows();
        this.heldOffsets = GroupStore.heldOffsets(shape);
        this.writer = new RowRunWriter(file, buffers);
        this.cancellation = cancellation;
    }

    /** How many bits of a run of so many bytes make its units. */
    static int unitBits(long bytes, int most) {
        long units = Math.max(1, bytes / UNIT_BYTES);
        return Math.min(most, Long.SIZE - 1 - Long.numberOfLeadingZeros(units));
    }

    /**
     * Writes the groups of a table of this range, which it leaves as they are.
     *
     * @param more bits of units beyond those of the range
     * @param first the first to be written of {@code 2^bits} partitions
     */
    GroupRun write(GroupTable table, GroupRange range, int more, int first, int bits) {
        RunSegment[] segments = new RunSegment[1 << more];
        int scanBits = Math.max(more, bits);
        long partitions = 1L << scanBits;
        for (long partition = (long) first << scanBits - bits; partition < partitions; partition++) {
            append(table.scan((int) partition, scanBits));
            if ((partition + 1 & (1L << scanBits - more) - 1) == 0) {
                segments[(int) (partition >> scanBits - more)] = cut();
            }
        }
        return new GroupRun(range, range.bits() + more, segments);
    }

    private void append(GroupScan scan) {
        for (int count = scan.next(rows); count > 0; count = scan.next(rows)) {
            cancellation.check();
            append(rows, count);
        }
    }

    void append(long[] groups, int count) {
        for (int index = 0; index < count; index++) {
            append(groups[index]);
        }
    }

    void append(long row) {
        long hash = Hash.mix(RawMemory.getLong(row + RowLayout.KEY_OFFSET));
        lowestHash = lower(lowestHash, hash);
        highestHash = ~lower(~highestHash, ~hash);
        int size = layout.rowBytes(row);
        if (heldOffsets.length == 0) {
            writer.append(row, size);
            return;
        }
        long total = size;
        for (int offset : heldOffsets) {
            total += RawMemory.getLong(row + offset) == 0 ? 0 : GroupStore.heldLength(row + offset);
        }
        int padding = (int) (-total & MAX_PADDING - 1);
        writer.begin(Math.toIntExact(total + padding));
        writer.piece(row, size);
        for (int offset : heldOffsets) {
            if (RawMemory.getLong(row + offset) != 0) {
                writer.piece(RawMemory.getLong(row + offset), GroupStore.heldLength(row + offset));
            }
        }
        // any bytes that exist will do
        writer.piece(row, padding);
    }

    /** What was written since the last cut; null for nothing. */
    @Nullable
    RunSegment cut() {
        RunSegment segment = writer.cut();
        return segment.rows() == 0 ? null : segment;
    }

    /** Of all groups written, as an unsigned number. */
    long lowestHash() {
        return lowestHash;
    }

    long highestHash() {
        return highestHash;
    }

    static long lower(long left, long right) {
        return Long.compareUnsigned(left, right) < 0 ? left : right;
    }
}
