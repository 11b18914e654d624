package dev.carbide.offheap.spill;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the spill files of one owner cost: an operator, a query, or a whole store. Thread-safe. */
public final class SpillMetrics {
    private final LongAdder files = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder writeNanos = new LongAdder();
    private final LongAdder readNanos = new LongAdder();

    void created() {
        files.increment();
    }

    void wrote(long bytes, long nanos) {
        bytesWritten.add(bytes);
        writeNanos.add(nanos);
    }

    void read(long bytes, long nanos) {
        bytesRead.add(bytes);
        readNanos.add(nanos);
    }

    /** How many files were made. */
    public long files() {
        return files.sum();
    }

    /** Bytes that went to files: those of blocks, compressed as they are. */
    public long bytesWritten() {
        return bytesWritten.sum();
    }

    public long bytesRead() {
        return bytesRead.sum();
    }

    /** Time that threads spent in writing to files. Compression is not in it. */
    public long writeNanos() {
        return writeNanos.sum();
    }

    public long readNanos() {
        return readNanos.sum();
    }
}
