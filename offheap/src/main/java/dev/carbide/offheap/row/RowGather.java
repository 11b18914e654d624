package dev.carbide.offheap.row;

import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;

/** Copies fields of rows into columns, a column at a time. Static and without state, for generated code as well. */
public final class RowGather {
    private RowGather() {}

    /** Writes field {@code field} of {@code rows[0..count)} into the rows from {@code first} on; strings are copied. */
    public static void field(RowLayout layout, int field, long[] rows, int count, ColumnBuilder to, int first) {
        int offset = layout.offset(field);
        switch (layout.type(field).physical()) {
            case INT8 -> bytes(rows, count, offset, to.values(), first);
            case INT16 -> shorts(rows, count, offset, to.values(), first);
            case INT32, FLOAT32 -> ints(rows, count, offset, to.values(), first);
            case INT64, FLOAT64 -> longs(rows, count, offset, to.values(), first);
            case INT128 -> wides(rows, count, offset, to.values(), first);
            case VIEW -> views(rows, count, offset, to, first);
        }
        if (layout.isNullable(field)) {
            nulls(layout, field, rows, count, to, first);
        }
    }

    /** Writes the slot keys of {@code rows[0..count)} as values of the column's integral type. */
    public static void slotKeys(long[] rows, int count, ColumnBuilder to, int first) {
        for (int index = 0; index < count; index++) {
            to.putLong(first + index, RawMemory.getLong(rows[index] + RowLayout.KEY_OFFSET));
        }
    }

    private static void bytes(long[] rows, int count, int offset, MemorySegment to, int first) {
        for (int index = 0; index < count; index++) {
            Columns.putByte(to, first + index, RawMemory.getByte(rows[index] + offset));
        }
    }

    private static void shorts(long[] rows, int count, int offset, MemorySegment to, int first) {
        for (int index = 0; index < count; index++) {
            Columns.putShort(to, first + index, RawMemory.getShort(rows[index] + offset));
        }
    }

    private static void ints(long[] rows, int count, int offset, MemorySegment to, int first) {
        for (int index = 0; index < count; index++) {
            Columns.putInt(to, first + index, RawMemory.getInt(rows[index] + offset));
        }
    }

    private static void longs(long[] rows, int count, int offset, MemorySegment to, int first) {
        for (int index = 0; index < count; index++) {
            Columns.putLong(to, first + index, RawMemory.getLong(rows[index] + offset));
        }
    }

    private static void wides(long[] rows, int count, int offset, MemorySegment to, int first) {
        for (int index = 0; index < count; index++) {
            long at = rows[index] + offset;
            Columns.putInt128(to, first + index, RawMemory.getLong(at), RawMemory.getLong(at + Long.BYTES));
        }
    }

    private static void views(long[] rows, int count, int offset, ColumnBuilder to, int first) {
        for (int index = 0; index < count; index++) {
            long at = rows[index] + offset;
            to.putView(first + index, rows[index] + RawMemory.getInt(at), RawMemory.getInt(at + Integer.BYTES));
        }
    }

    private static void nulls(RowLayout layout, int field, long[] rows, int count, ColumnBuilder to, int first) {
        int offset = layout.nullByteOffset(field);
        int mask = layout.nullMask(field);
        for (int index = 0; index < count; index++) {
            if ((RawMemory.getByte(rows[index] + offset) & mask) != 0) {
                to.setNull(first + index);
            }
        }
    }
}
