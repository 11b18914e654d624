package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.DataType;

/** Compares the keys of two group rows, NULL equal to NULL; for the merging of tables, where no code is generated. */
final class RowKeys {
    private RowKeys() {}

    static boolean areEqual(GroupShape shape, long left, long right) {
        for (int key = 0; key < shape.keySlots().length; key++) {
            int field = shape.keySlots()[key];
            if (field >= 0 && !isEqual(shape.rows(), field, left, right)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEqual(RowLayout layout, int field, long left, long right) {
        boolean leftNull = layout.isNull(left, field);
        if (leftNull || layout.isNull(right, field)) {
            return leftNull == layout.isNull(right, field);
        }
        DataType type = layout.type(field);
        long a = left + layout.offset(field);
        long b = right + layout.offset(field);
        return switch (type.physical()) {
            case INT8 -> RawMemory.getByte(a) == RawMemory.getByte(b);
            case INT16 -> RawMemory.getShort(a) == RawMemory.getShort(b);
            case INT32 -> RawMemory.getInt(a) == RawMemory.getInt(b);
            case INT64 -> RawMemory.getLong(a) == RawMemory.getLong(b);
            case FLOAT32 -> Hash.sameDouble(RawMemory.getFloat(a), RawMemory.getFloat(b));
            case FLOAT64 -> Hash.sameDouble(RawMemory.getDouble(a), RawMemory.getDouble(b));
            case INT128 ->
                RawMemory.getLong(a) == RawMemory.getLong(b) && RawMemory.getLong(a + 8) == RawMemory.getLong(b + 8);
            case VIEW ->
                RawMemory.getInt(a + 4) == RawMemory.getInt(b + 4)
                        && RawMemory.equal(
                                left + RawMemory.getInt(a), right + RawMemory.getInt(b), RawMemory.getInt(a + 4));
        };
    }
}
