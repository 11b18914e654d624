package dev.carbide.parquet.file;

/** How a stored value becomes a value of the column; each rule rejects values that the column's type cannot hold. */
public enum Conversion {
    /** Stored as the column holds it. */
    NONE,
    /** int32 to a signed 8-bit integer. */
    INT32_TO_INT8,
    /** int32 to a signed 16-bit integer; also the unsigned 8-bit ones. */
    INT32_TO_INT16,
    /** int32 that must not be negative nor over 65535. */
    UINT16_TO_INT32,
    /** int32 read as unsigned. */
    UINT32_TO_INT64,
    /** int32 to int64, for decimals. */
    INT32_TO_INT64,
    /** int64 read as unsigned. */
    UINT64_TO_INT128,
    /** int64 to 128 bits, for decimals. */
    INT64_TO_INT128,
    MILLIS_TO_MICROS,
    /** Rounds down. */
    NANOS_TO_MICROS,
    /** Nanoseconds of the day and Julian day number; rounds down. */
    INT96_TO_MICROS,
    FLOAT16_TO_FLOAT32,
    /** Big-endian two's complement of fixed or variable length, for decimals up to 18 digits. */
    BYTES_TO_INT64,
    /** The same up to 38 digits. */
    BYTES_TO_INT128,
    /** Bytes that stay bytes; text among them is checked to be UTF-8. */
    BYTES_TO_VIEW
}
