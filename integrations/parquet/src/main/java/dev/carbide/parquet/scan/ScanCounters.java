package dev.carbide.parquet.scan;

import java.util.concurrent.atomic.LongAdder;

/** What one scan has read and what it was spared. Thread-safe. */
public final class ScanCounters {
    final LongAdder rowGroupsRead = new LongAdder();
    final LongAdder rowGroupsSkipped = new LongAdder();
    final LongAdder pagesRead = new LongAdder();
    final LongAdder rowsRead = new LongAdder();
    final LongAdder bytesRead = new LongAdder();

    /** Row groups of which at least one row was read. */
    public long rowGroupsRead() {
        return rowGroupsRead.sum();
    }

    /** Row groups in which statistics or the page index left nothing. */
    public long rowGroupsSkipped() {
        return rowGroupsSkipped.sum();
    }

    /** Data pages decompressed, over all columns. */
    public long pagesRead() {
        return pagesRead.sum();
    }

    /** Rows handed out in batches. */
    public long rowsRead() {
        return rowsRead.sum();
    }

    /** Bytes read from files, footers not counted. */
    public long bytesRead() {
        return bytesRead.sum();
    }
}
