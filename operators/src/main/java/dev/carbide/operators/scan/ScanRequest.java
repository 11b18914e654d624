package dev.carbide.operators.scan;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import java.util.List;

/**
 * What a query asks of a table.
 *
 * @param columns positions in the table's schema, in output order
 * @param ranges necessary conditions, for skipping
 * @param pool charged with every byte, off-heap or on, that the source holds for its readers
 * @param pages where off-heap memory comes from
 * @param batchRows the most rows a batch may have, 1 to {@link dev.carbide.offheap.column.Batch#MAX_ROWS}
 * @param cancellation polled by readers in long work between batches
 */
public record ScanRequest(
        List<Integer> columns,
        List<ColumnRange> ranges,
        MemoryPool pool,
        PageAllocator pages,
        int batchRows,
        Cancellation cancellation) {
    public ScanRequest {
        columns = List.copyOf(columns);
        ranges = List.copyOf(ranges);
    }
}
