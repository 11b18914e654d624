package dev.carbide.bridges;

import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import java.nio.charset.StandardCharsets;

/** Writes rows of (INT64, INT32, STRING), each perhaps NULL, into a store, as operators do. */
public final class RowWriter {
    private RowWriter() {}

    public static long write(RowStore store, Long id, Integer count, String text) {
        RowLayout layout = store.layout();
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        long row = store.allocate(layout.fixedBytes() + bytes.length);
        if (id == null) {
            setNull(layout, row, 0);
        } else {
            RawMemory.putLong(row + layout.offset(0), id);
        }
        if (count == null) {
            setNull(layout, row, 1);
        } else {
            RawMemory.putInt(row + layout.offset(1), count);
        }
        if (text == null) {
            setNull(layout, row, 2);
        }
        RawMemory.putInt(row + layout.offset(2), text == null ? 0 : layout.fixedBytes());
        RawMemory.putInt(row + layout.offset(2) + Integer.BYTES, bytes.length);
        RawMemory.copyFromHeap(bytes, 0, row + layout.fixedBytes(), bytes.length);
        return row;
    }

    private static void setNull(RowLayout layout, long row, int field) {
        long at = row + layout.nullByteOffset(field);
        RawMemory.putByte(at, (byte) (RawMemory.getByte(at) | layout.nullMask(field)));
    }
}
