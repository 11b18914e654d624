package dev.carbide.offheap.sort;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.raw.RawMemory;

/**
 * Writes keys such that comparing the bytes as unsigned, first difference first, compares the keys. Each method writes
 * one part at {@code at} and returns the address behind it; a key of several columns is its parts one behind the other.
 * No encoded key is a proper prefix of another of the same columns. Static, for generated code.
 *
 * <p>A nullable column writes {@link #putNull} first and its value only if it is not NULL. {@code descending} inverts all
 * bits of a value; where NULLs go is independent of it.
 */
public final class SortKeys {
    /** Bytes of {@link #putNull}. */
    public static final int NULL_BYTES = 1;

    private static final int NULL_FIRST = 0;
    private static final int VALID = 1;
    private static final int NULL_LAST = 2;

    private SortKeys() {}

    /** Says whether a value follows. */
    public static long putNull(long at, boolean isNull, boolean nullsFirst) {
        RawMemory.putByte(at, (byte) (!isNull ? VALID : nullsFirst ? NULL_FIRST : NULL_LAST));
        return at + NULL_BYTES;
    }

    /** A signed integral value (BOOLEAN as 0 or 1) of 1, 2, 4 or 8 bytes. */
    public static long putLong(long at, long value, int bytes, boolean descending) {
        long ordered = Long.reverseBytes(ofLong(value, bytes, descending));
        switch (bytes) {
            case 1 -> RawMemory.putByte(at, (byte) ordered);
            case 2 -> RawMemory.putShort(at, (short) ordered);
            case 4 -> RawMemory.putInt(at, (int) ordered);
            default -> RawMemory.putLong(at, ordered);
        }
        return at + bytes;
    }

    /** What {@link #putLong} writes, in the high {@code bytes} bytes of an unsigned long; zeros below. */
    public static long ofLong(long value, int bytes, boolean descending) {
        int shift = Long.SIZE - (bytes << 3);
        long ordered = (value << shift) ^ Long.MIN_VALUE;
        return descending ? ~ordered >>> shift << shift : ordered;
    }

    /** 16 bytes. */
    public static long putInt128(long at, long low, long high, boolean descending) {
        long flip = descending ? -1 : 0;
        RawMemory.putLong(at, Long.reverseBytes(high ^ Long.MIN_VALUE ^ flip));
        RawMemory.putLong(at + Long.BYTES, Long.reverseBytes(low ^ flip));
        return at + 2 * Long.BYTES;
    }

    /** 8 bytes; NaN after all others (before them, descending), -0.0 equal to 0.0. */
    public static long putDouble(long at, double value, boolean descending) {
        RawMemory.putLong(at, Long.reverseBytes(ofDouble(value, descending)));
        return at + Long.BYTES;
    }

    /** What {@link #putDouble} writes, as an unsigned long. */
    public static long ofDouble(double value, boolean descending) {
        long bits = Hash.doubleBits(value);
        long ordered = bits ^ ((bits >> 63) | Long.MIN_VALUE);
        return descending ? ~ordered : ordered;
    }

    /** 4 bytes, otherwise as {@link #putDouble}. */
    public static long putFloat(long at, float value, boolean descending) {
        int bits = Float.floatToIntBits(value + 0.0f);
        int ordered = bits ^ ((bits >> 31) | Integer.MIN_VALUE);
        RawMemory.putInt(at, Integer.reverseBytes(descending ? ~ordered : ordered));
        return at + Integer.BYTES;
    }

    /**
     * How many bytes {@link #putBytes} writes.
     *
     * @throws CarbideException if an int cannot say it
     */
    public static int bytesLength(long address, int length) {
        int zeros = 0;
        for (int at = 0; at < length; at++) {
            zeros += RawMemory.getByte(address + at) == 0 ? 1 : 0;
        }
        int bytes = length + zeros + 2;
        if (bytes < length) {
            throw new CarbideException("A string of " + length + " bytes is too long for a sort key");
        }
        return bytes;
    }

    /** The bytes with each 0x00 as 0x00 0xFF, then 0x00 0x00. */
    public static long putBytes(long at, long address, int length, boolean descending) {
        int flip = descending ? -1 : 0;
        long to = at;
        for (int from = 0; from < length; from++) {
            byte value = RawMemory.getByte(address + from);
            RawMemory.putByte(to++, (byte) (value ^ flip));
            if (value == 0) {
                RawMemory.putByte(to++, (byte) ~flip);
            }
        }
        RawMemory.putShort(to, (short) flip);
        return to + 2;
    }

    /** The first 8 of the key's bytes as an unsigned long, zeros where the key is shorter. */
    public static long prefix(long key, int bytes) {
        if (bytes >= Long.BYTES) {
            return Long.reverseBytes(RawMemory.getLong(key));
        }
        long prefix = 0;
        for (int at = 0; at < bytes; at++) {
            prefix |= (RawMemory.getByte(key + at) & 0xFFL) << (Long.SIZE - 8 - (at << 3));
        }
        return prefix;
    }
}
