package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnSlices;
import org.jspecify.annotations.Nullable;

/** One worker's reader: batches are slices of the blocks and can be retained. */
final class MemoryTableReader implements BatchReader {
    private final MemoryTableSource source;
    private final int batchRows;
    private final ColumnSlices slices;
    private MemoryTable.@Nullable Block block;
    private int row;
    private int end;

    MemoryTableReader(MemoryTableSource source) {
        this.source = source;
        this.batchRows = source.request().batchRows();
        this.slices = new ColumnSlices(
                source.columns().length,
                source.request().pool(),
                source.request().pages());
    }

    @Override
    public @Nullable Batch next() {
        MemoryTable.Block current = block;
        if (current == null || row == end) {
            int morsel = source.takeMorsel();
            if (morsel < 0) {
                return null;
            }
            current = source.block(morsel);
            block = current;
            row = source.firstRow(morsel);
            end = Math.min(row + MemoryTableSource.MORSEL_ROWS, current.rows());
        }
        int count = Math.min(batchRows, end - row);
        boolean shared = true;
        int[] columns = source.columns();
        Column[] slice = new Column[columns.length];
        for (int index = 0; index < columns.length; index++) {
            Column column = current.columns()[columns[index]];
            slice[index] = slices.slice(index, column, row, count);
            shared &= !column.hasNulls() || (row & 63) == 0;
        }
        row += count;
        return Batch.of(slice, count, shared ? source.memory() : null);
    }

    @Override
    public void close() {
        block = null;
        row = 0;
        end = 0;
        slices.close();
    }
}
