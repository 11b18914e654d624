package dev.carbide.offheap.type;

/** How one value lies in a column or row: its width in bytes and the access that reads it. */
public enum PhysicalType {
    /** 1 byte; BOOLEAN is 0 or 1. */
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FLOAT32(4),
    FLOAT64(8),
    /** Two's complement, 16 bytes, low 64 bits first (Arrow decimal128). */
    INT128(16),
    /** A 16-byte string view: int32 length, then 12 inline bytes, or 4 prefix bytes, int32 buffer index, int32 offset. */
    VIEW(16);

    private final int bytes;

    PhysicalType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /** log2 of {@link #bytes()}. */
    public int shift() {
        return Integer.numberOfTrailingZeros(bytes);
    }

    /** Whether a value is read as one Java long (INT8 to INT64), sign extended. */
    public boolean isIntegral() {
        return ordinal() <= INT64.ordinal();
    }
}
