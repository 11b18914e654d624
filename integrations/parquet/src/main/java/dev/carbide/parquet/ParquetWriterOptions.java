package dev.carbide.parquet;

import dev.carbide.offheap.error.CarbideException;

/**
 * How a file is written.
 *
 * @param codec compression of pages
 * @param rowGroupRows rows per row group; a row group is also ended when it takes {@code rowGroupBytes}
 * @param rowGroupBytes compressed bytes that one row group may take, and so what the writer may hold
 * @param pageRows rows per page, a multiple of 64; pages of all columns begin at the same rows unless values are long
 * @param pageBytes uncompressed bytes after which a page is ended early
 * @param dictionaryValues the largest dictionary, 0 for none; a column with more values goes on without
 */
public record ParquetWriterOptions(
        Codec codec, int rowGroupRows, long rowGroupBytes, int pageRows, int pageBytes, int dictionaryValues) {
    /** Compression of pages. */
    public enum Codec {
        UNCOMPRESSED,
        SNAPPY,
        GZIP,
        ZSTD,
        LZ4_RAW
    }

    /** Pages that fit a core's cache when decompressed, and row groups of eight of them. */
    public static final ParquetWriterOptions DEFAULT =
            new ParquetWriterOptions(Codec.ZSTD, 1 << 18, 128L << 20, 1 << 15, 1 << 20, 1 << 16);

    public ParquetWriterOptions {
        if (rowGroupRows < 1 || rowGroupBytes < 1 || pageRows < 64 || (pageRows & 63) != 0 || pageBytes < 1) {
            throw new CarbideException(
                    "Parquet needs positive sizes and pages of a multiple of 64 rows, got row groups of "
                            + rowGroupRows + " rows and " + rowGroupBytes + " bytes, pages of " + pageRows
                            + " rows and "
                            + pageBytes + " bytes");
        }
        if (dictionaryValues < 0 || dictionaryValues > 1 << 20) {
            throw new CarbideException("A dictionary may have 0 to " + (1 << 20) + " values, got " + dictionaryValues);
        }
    }

    public ParquetWriterOptions withCodec(Codec other) {
        return new ParquetWriterOptions(other, rowGroupRows, rowGroupBytes, pageRows, pageBytes, dictionaryValues);
    }
}
