package dev.carbide.parquet.file;

import java.util.Set;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;

/**
 * Where the pages of one column of one row group are: bytes {@code [start, end)} of the file, checked to lie inside it, the
 * first data page at {@code firstDataPage}.
 *
 * @param encodings those of its pages, as the file says
 * @param uncompressedBytes as the file says, for estimates
 * @param dictionaryOnly whether all data pages hold dictionary codes, as far as the file says
 */
public record ColumnChunk(
        long start,
        long end,
        long firstDataPage,
        CompressionCodec codec,
        Set<Encoding> encodings,
        long uncompressedBytes,
        boolean dictionaryOnly,
        ColumnStatistics statistics,
        IndexPart offsetIndex,
        IndexPart columnIndex) {
    public ColumnChunk {
        encodings = Set.copyOf(encodings);
    }

    /** Whether the file announces that pages of this encoding are in the chunk; both names of dictionary codes are one. */
    public boolean announces(Encoding encoding) {
        return encodings.contains(encoding)
                || encoding == Encoding.RLE_DICTIONARY && encodings.contains(Encoding.PLAIN_DICTIONARY)
                || encoding == Encoding.PLAIN_DICTIONARY && encodings.contains(Encoding.RLE_DICTIONARY);
    }

    /** Where a part of the page index is; of length 0 if there is none. */
    public record IndexPart(long offset, int length) {
        public static final IndexPart NONE = new IndexPart(0, 0);

        public boolean isPresent() {
            return length > 0;
        }
    }
}
