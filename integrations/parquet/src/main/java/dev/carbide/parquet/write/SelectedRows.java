package dev.carbide.parquet.write;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.Encoding;
import java.lang.foreign.MemorySegment;

/** Where the values of a part of a column lie: the rows that are selected and not NULL, by their place in the flat values. */
final class SelectedRows {
    private final int[] places = new int[Batch.MAX_ROWS];
    private final boolean[] valid = new boolean[Batch.MAX_ROWS];
    private int rows;
    private int present;

    /** Takes rows {@code from} to {@code to} of those that count in the batch. */
    void take(Batch batch, Column column, int from, int to) {
        int[] selection = batch.selection();
        rows = to - from;
        present = 0;
        MemorySegment values = column.values();
        for (int index = 0; index < rows; index++) {
            int row = selection == null ? from + index : selection[from + index];
            valid[index] = column.isValid(row);
            if (valid[index]) {
                places[present++] = column.encoding() == Encoding.FLAT
                        ? row
                        : column.encoding() == Encoding.CONSTANT ? 0 : Columns.getInt(values, row);
            }
        }
    }

    /** The column that the places refer to. */
    static Column flat(Column column) {
        return column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
    }

    int rows() {
        return rows;
    }

    /** How many of the rows are not NULL. */
    int present() {
        return present;
    }

    boolean isValid(int index) {
        return valid[index];
    }

    /** Of the value number {@code index} among those that are not NULL. */
    int place(int index) {
        return places[index];
    }
}
