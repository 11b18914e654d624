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
}
