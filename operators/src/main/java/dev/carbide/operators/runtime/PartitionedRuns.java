package dev.carbide.operators.runtime;

import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that were written out, by partition: a list of segments, each of one partition. Owns the files. Thread-safe; about
 * 30 bytes of heap per segment, which has 64 KiB if there are enough rows.
 */
final class PartitionedRuns implements AutoCloseable {
    private final List<SpillFile> files = new ArrayList<>();
    private final long[] rowsOf = new long[Partitions.COUNT];
    private final long[] bytesOf = new long[Partitions.COUNT];
    private int[] fileOf = new int[64];
    private byte[] partitionOf = new byte[64];
    private long[] starts = new long[64];
    private long[] ends = new long[64];
    private int[] rows = new int[64];
    private int[] bytes = new int[64];
    private int count;

    /** Takes a file over, for segments to come; its number. */
    synchronized int add(SpillFile file) {
        files.add(file);
        return files.size() - 1;
    }

    synchronized void add(int file, int partition, RunSegment segment) {
        if (count == starts.length) {
            grow(2 * count);
        }
        fileOf[count] = file;
        partitionOf[count] = (byte) partition;
        starts[count] = segment.position();
        ends[count] = segment.end();
        rows[count] = Math.toIntExact(segment.rows());
        bytes[count] = Math.toIntExact(segment.bytes());
        rowsOf[partition] += segment.rows();
        bytesOf[partition] += segment.bytes();
        count++;
    }

    private void grow(int size) {
        fileOf = Arrays.copyOf(fileOf, size);
        partitionOf = Arrays.copyOf(partitionOf, size);
        starts = Arrays.copyOf(starts, size);
        ends = Arrays.copyOf(ends, size);
        rows = Arrays.copyOf(rows, size);
        bytes = Arrays.copyOf(bytes, size);
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    synchronized long rows(int partition) {
        return rowsOf[partition];
    }

    synchronized long bytes(int partition) {
        return bytesOf[partition];
    }

    synchronized long rows() {
        return Arrays.stream(rowsOf).sum();
    }

    /** What the rows of a partition are in, in the order of writing. */
    synchronized List<RunSegment> segments(int partition) {
        List<RunSegment> found = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            if (partitionOf[index] == partition) {
                found.add(new RunSegment(
                        files.get(fileOf[index]), starts[index], ends[index], rows[index], bytes[index]));
            }
        }
        return found;
    }

    /** Deletes the files. */
    @Override
    public synchronized void close() {
        while (!files.isEmpty()) {
            files.removeLast().close();
        }
        count = 0;
    }
}
