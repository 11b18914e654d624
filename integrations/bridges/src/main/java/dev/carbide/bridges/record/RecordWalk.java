package dev.carbide.bridges.record;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;

/** Steps from record to record and says what is wrong with one. Immutable. */
record RecordWalk(String table, RecordLayout layout) {
    /** The size of record {@code number} at {@code at}, which is inside the input that stops at {@code end}. */
    int sizeAt(long at, long end, long number) {
        if (!layout.isSized()) {
            return layout.recordBytes();
        }
        long left = end - at;
        if (left < layout.recordBytes()) {
            throw error(
                    number,
                    "got " + left + " bytes to the end of the input, expected at least " + layout.recordBytes());
        }
        int size = RawMemory.getInt(at + RowLayout.SIZE_OFFSET);
        if (size < layout.recordBytes() || size > left || (size & 7) != 0) {
            throw error(
                    number,
                    "got a size of " + size + " bytes, expected a multiple of 8 from " + layout.recordBytes()
                            + " to the " + left + " that are left of the input");
        }
        return size;
    }

    CarbideException error(long number, String problem) {
        return new CarbideException("Record " + number + " of table " + table + ": " + problem);
    }

    CarbideException error(long number, RecordField field, String problem) {
        return new CarbideException("Record " + number + " of table " + table + ", field "
                + field.field().name() + " " + field.field().type() + ": " + problem);
    }
}
