package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.type.Schema;
import java.util.List;

/** A named relation that can be read any number of times, by several queries at once. */
public interface Table {
    String name();

    Schema schema();

    /** What is known of the data without reading it. */
    TableStatistics statistics();

    /** The encoding most batches will have in that column of the schema; generated loops are built for it, others are flattened. */
    default Encoding likelyEncoding(int column) {
        return Encoding.FLAT;
    }

    /** The bytes that one reader of these columns holds, at most and roughly: set aside before a query starts. */
    default long readerBytes(List<Integer> columns) {
        return 0;
    }

    /** Opens the table for one query. The source is closed by the query, also after a failure. */
    Source open(ScanRequest request);

    /** In how many parts the table can be read, numbered from 0; always the same. Each is to be some MiB large. */
    default int splits() {
        return 1;
    }

    /**
     * Opens one part of the table. Without ranges in the request, a single reader gives all its rows, in the same order
     * whenever it is opened and whatever the columns.
     */
    default Source openSplit(int split, ScanRequest request) {
        return open(request);
    }

    /** Rows of a part if that is known without reading it, else -1. */
    default long splitRows(int split) {
        return -1;
    }

    /** False only if no row of the part is within the ranges of the request. */
    default boolean splitMayMatch(int split, ScanRequest request) {
        return true;
    }

    /** Whether the data are still what they were when the table was opened; may look at the files. */
    default boolean isCurrent() {
        return true;
    }
}
