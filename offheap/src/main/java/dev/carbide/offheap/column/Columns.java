package dev.carbide.offheap.column;

import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Element access for generated code: static, so that Janino can call it, and over bounded native segments with a long
 * index, so that C2 removes the bounds checks and vectorises. Never pass a heap or mapped segment: one such call makes
 * every caller slow.
 */
public final class Columns {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Views of at most this many bytes hold all of them. */
    public static final int INLINE_BYTES = 12;

    private Columns() {}

    public static byte getByte(MemorySegment values, long row) {
        return values.get(ValueLayout.JAVA_BYTE, row);
    }

    public static short getShort(MemorySegment values, long row) {
        return values.get(SHORT, row << 1);
    }

    public static int getInt(MemorySegment values, long row) {
        return values.get(INT, row << 2);
    }

    public static long getLong(MemorySegment values, long row) {
        return values.get(LONG, row << 3);
    }

    public static float getFloat(MemorySegment values, long row) {
        return values.get(FLOAT, row << 2);
    }

    public static double getDouble(MemorySegment values, long row) {
        return values.get(DOUBLE, row << 3);
    }

    /** The low 64 bits of an INT128. */
    public static long getLow(MemorySegment values, long row) {
        return values.get(LONG, row << 4);
    }

    /** The high 64 bits of an INT128. */
    public static long getHigh(MemorySegment values, long row) {
        return values.get(LONG, (row << 4) + 8);
    }

    public static boolean isValid(MemorySegment validity, long row) {
        return (values(validity, row >> 3) >> (row & 7) & 1) != 0;
    }

    private static byte values(MemorySegment validity, long index) {
        return validity.get(ValueLayout.JAVA_BYTE, index);
    }

    /** The length in bytes of a view. */
    public static int viewLength(MemorySegment views, long row) {
        return views.get(INT, row << 4);
    }

    /** The absolute address of a view's first byte; valid as long as the column. */
    public static long viewAddress(MemorySegment views, ViewBuffers buffers, long row) {
        long at = row << 4;
        if (views.get(INT, at) <= INLINE_BYTES) {
            return views.address() + at + 4;
        }
        return buffers.address(views.get(INT, at + 8)) + (views.get(INT, at + 12) & 0xFFFFFFFFL);
    }

    public static void putByte(MemorySegment values, long row, byte value) {
        values.set(ValueLayout.JAVA_BYTE, row, value);
    }

    public static void putShort(MemorySegment values, long row, short value) {
        values.set(SHORT, row << 1, value);
    }

    public static void putInt(MemorySegment values, long row, int value) {
        values.set(INT, row << 2, value);
    }

    public static void putLong(MemorySegment values, long row, long value) {
        values.set(LONG, row << 3, value);
    }

    public static void putFloat(MemorySegment values, long row, float value) {
        values.set(FLOAT, row << 2, value);
    }

    public static void putDouble(MemorySegment values, long row, double value) {
        values.set(DOUBLE, row << 3, value);
    }

    public static void putInt128(MemorySegment values, long row, long low, long high) {
        values.set(LONG, row << 4, low);
        values.set(LONG, (row << 4) + 8, high);
    }

    public static void setValid(MemorySegment validity, long row, boolean valid) {
        long at = row >> 3;
        int bit = 1 << (row & 7);
        int old = values(validity, at);
        validity.set(ValueLayout.JAVA_BYTE, at, (byte) (valid ? old | bit : old & ~bit));
    }

    /** Writes the view of bytes that lie at {@code address} and, when longer than 12, at {@code offset} of buffer {@code buffer}. */
    public static void putView(MemorySegment views, long row, long address, int length, int buffer, int offset) {
        long at = row << 4;
        views.set(INT, at, length);
        if (length <= INLINE_BYTES) {
            views.set(LONG, at + 4, 0L);
            views.set(INT, at + 12, 0);
            RawMemory.copy(address, views.address() + at + 4, length);
        } else {
            views.set(INT, at + 4, RawMemory.getInt(address));
            views.set(INT, at + 8, buffer);
            views.set(INT, at + 12, offset);
        }
    }
}
