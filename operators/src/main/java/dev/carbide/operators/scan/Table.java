package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.type.Schema;

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

    /** Opens the table for one query. The source is closed by the query, also after a failure. */
    Source open(ScanRequest request);
}
