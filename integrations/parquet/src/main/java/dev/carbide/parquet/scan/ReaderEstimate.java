package dev.carbide.parquet.scan;

import dev.carbide.parquet.codec.PageDecompressor;
import dev.carbide.parquet.decode.ColumnDecoder;
import dev.carbide.parquet.file.ColumnChunk;
import dev.carbide.parquet.file.LeafColumn;
import dev.carbide.parquet.file.PageIndex;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.file.RowGroup;
import java.util.List;

/**
 * What one reader of some columns holds at most, about, from the footers alone. They tell sizes of column chunks but not of
 * pages, so sizes of pages are guessed from the length of the page index; rather too large than too small.
 */
public final class ReaderEstimate {
    /** Of values, views and validity of a batch, per column. */
    private static final long BATCH_BYTES = 64 << 10;
    /** An entry of the offset index takes about as much, or less. */
    private static final int INDEX_ENTRY_BYTES = 15;
    /** Without an index: larger pages are rare in chunks that have several. */
    private static final long LARGEST_PAGE = 4 << 20;

    /** Writers end pages there, after the value that reaches it. */
    private static final long USUAL_LARGEST_PAGE = (1 << 20) + (128 << 10);

    private static final long DICTIONARY_RATIO = 4;

    private final List<Integer> columns;

    /** @param columns positions in the files, without repetitions */
    public ReaderEstimate(List<Integer> columns) {
        this.columns = columns;
    }

    /** Bytes: the most of any row group, because a reader is in one at a time. */
    public long bytes(List<ParquetFile> files) {
        long most = 0;
        for (ParquetFile file : files) {
            for (RowGroup group : file.rowGroups()) {
                most = Math.max(most, bytes(file, group));
            }
        }
        return most + PageDecompressor.STATE_BYTES;
    }

    private long bytes(ParquetFile file, RowGroup group) {
        long sum = 0;
        for (int column : columns) {
            sum += bytes(file.columns().get(column), group.chunks().get(column));
        }
        return sum;
    }

    private static long bytes(LeafColumn column, ColumnChunk chunk) {
        long stored = chunk.end() - chunk.start();
        long raw = Math.max(stored, chunk.uncompressedBytes());
        long page = pageBytes(chunk, raw);
        long storedPage = (long) ((double) page * stored / Math.max(1, raw));
        long storedDictionary = Math.max(0, chunk.firstDataPage() - chunk.start());
        long window = Math.max(PageCursor.WINDOW_BYTES, Math.max(storedPage, storedDictionary));
        long dictionary = Math.min(raw, DICTIONARY_RATIO * storedDictionary);
        // text of a batch may lie in two pages, and a dictionary of text has views beside its page
        int times = column.form().isBytes() ? 2 : 1;
        return Math.min(stored, window)
                + times * (page + dictionary)
                + BATCH_BYTES
                + ColumnDecoder.HEAP_BYTES
                + PageIndex.heapBytes(chunk.offsetIndex());
    }

    /** The largest decompressed page: some are up to twice the average, but more than a MiB only if most are. */
    private static long pageBytes(ColumnChunk chunk, long raw) {
        if (!chunk.offsetIndex().isPresent()) {
            return Math.min(raw, LARGEST_PAGE);
        }
        long pages = Math.max(1, chunk.offsetIndex().length() / INDEX_ENTRY_BYTES);
        long average = Math.ceilDiv(raw, pages);
        long largest = Math.min(2 * average, Math.max(USUAL_LARGEST_PAGE, average + average / 4));
        return Math.min(raw, largest);
    }
}
