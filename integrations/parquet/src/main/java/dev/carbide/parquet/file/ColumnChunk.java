package dev.carbide.parquet.file;

import org.apache.parquet.format.CompressionCodec;

/**
 * Where the pages of one column of one row group are: bytes {@code [start, end)} of the file, checked to lie inside it, the
 * first data page at {@code firstDataPage}.
 *
 * @param uncompressedBytes as the file says, for estimates
 * @param dictionaryOnly whether all data pages hold dictionary codes, as far as the file says
 */
public record ColumnChunk(
        long start,
        long end,
        long firstDataPage,
        CompressionCodec codec,
        long uncompressedBytes,
        boolean dictionaryOnly,
        ColumnStatistics statistics,
        IndexPart offsetIndex,
        IndexPart columnIndex) {

    /** Where a part of the page index is; of length 0 if there is none. */
    public record IndexPart(long offset, int length) {
        public static final IndexPart NONE = new IndexPart(0, 0);

        public boolean isPresent() {
            return length > 0;
        }
    }
}
