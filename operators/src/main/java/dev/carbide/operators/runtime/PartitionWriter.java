package dev.carbide.operators.runtime;

import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowScan;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.spill.RowRunWriter;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import dev.carbide.operators.scan.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to a file of its own, so many at a time ordered by partition that each partition gets a segment worth
 * reading. Needs no memory but the buffers and a fixed amount of heap. Not thread-safe.
 */
final class PartitionWriter {
    /** Marks a row, in place of its chain, as one that is not to be written. */
    static final long LEFT_OUT = 1;

    private static final int CHUNK_ROWS = 1 << 15;
    /** A segment is cut here, so that one of them can be held in memory at any budget. */
    private static final long SEGMENT_BYTES = 64 << 10;

    private final RowLayout layout;
    private final int level;
    private final PartitionedRuns runs;
    private final OperatorResources resources;
    private final SpillBuffers buffers;
    private final String purpose;
    private final int[] starts = new int[Partitions.COUNT + 1];
    private long[] addresses = new long[0];
    private long[] ordered = new long[0];
    private byte[] partitions = new byte[0];
    private @Nullable SpillFile file;
    private int fileNumber;

    /** @param level of partitioning, from 0 */
    PartitionWriter(
            RowLayout layout,
            int level,
            PartitionedRuns runs,
            OperatorResources resources,
            SpillBuffers buffers,
            String purpose) {
        this.layout = layout;
        this.level = level;
        this.runs = runs;
        this.resources = resources;
        this.buffers = buffers;
        this.purpose = purpose;
    }

    /** Writes all rows of the store but, where chains are marks, those that are {@link #LEFT_OUT}. */
    void write(RowStore rows, boolean marked, Cancellation cancellation) {
        if (rows.rows() == 0) {
            return;
        }
        if (addresses.length == 0) {
            addresses = new long[CHUNK_ROWS];
            ordered = new long[CHUNK_ROWS];
            partitions = new byte[CHUNK_ROWS];
        }
        if (file == null) {
            file = resources.spill().newFile(purpose, resources.metrics());
            fileNumber = runs.add(file);
        }
        RowScan scan = rows.scan();
        for (int count = scan.next(addresses); count > 0; count = scan.next(addresses)) {
            cancellation.check();
            writeChunk(file, marked ? select(count) : count);
        }
    }

    private int select(int count) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            long row = addresses[index];
            addresses[kept] = row;
            kept += RawMemory.getLong(row + RowLayout.NEXT_OFFSET) == LEFT_OUT ? 0 : 1;
        }
        return kept;
    }

    private void writeChunk(SpillFile to, int count) {
        order(count);
        RowRunWriter writer = new RowRunWriter(to, buffers);
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            int end = starts[partition + 1];
            long segment = 0;
            for (int index = starts[partition]; index < end; index++) {
                long row = ordered[index];
                int bytes = layout.rowBytes(row);
                if (segment > 0 && segment + bytes > SEGMENT_BYTES) {
                    runs.add(fileNumber, partition, writer.cut());
                    segment = 0;
                }
                writer.append(row, bytes);
                segment += bytes;
            }
            if (segment > 0) {
                runs.add(fileNumber, partition, writer.cut());
            }
        }
        writer.finish();
    }

    /** A counting sort by partition. */
    private void order(int count) {
        java.util.Arrays.fill(starts, 0);
        for (int index = 0; index < count; index++) {
            int partition = Partitions.of(RawMemory.getLong(addresses[index] + RowLayout.KEY_OFFSET), level);
            partitions[index] = (byte) partition;
            starts[partition + 1]++;
        }
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            starts[partition + 1] += starts[partition];
        }
        int[] next = starts.clone();
        for (int index = 0; index < count; index++) {
            ordered[next[partitions[index]]++] = addresses[index];
        }
    }
}
