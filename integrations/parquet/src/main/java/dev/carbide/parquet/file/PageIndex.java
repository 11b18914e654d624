package dev.carbide.parquet.file;

import dev.carbide.parquet.file.ColumnChunk.IndexPart;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;

/**
 * Where the data pages of a column chunk are and which rows they hold. An index that contradicts itself or its chunk is
 * treated as absent: it only saves work.
 */
public final class PageIndex {
    private final long[] offsets;
    /** Of each page, and then the rows of the row group. */
    private final long[] firstRows;

    private PageIndex(long[] offsets, long[] firstRows) {
        this.offsets = offsets;
        this.firstRows = firstRows;
    }

    /** The heap that an index read from {@code part} may take while it is read, and after that at most. */
    public static long heapBytes(IndexPart part) {
        return 16L * part.length();
    }

    /** Reads the offset index of a chunk from {@code bytes[0, length)}; null if it is of no use. */
    public static @Nullable PageIndex read(MemorySegment bytes, int length, ColumnChunk chunk, long rows) {
        OffsetIndex index = new OffsetIndex();
        try {
            if (Metadata.read(index, bytes, 0, length) < 0) {
                return null;
            }
        } catch (MalformedDataException e) {
            return null;
        }
        List<PageLocation> locations = index.getPage_locations();
        long[] offsets = new long[locations.size()];
        long[] firstRows = new long[locations.size() + 1];
        for (int page = 0; page < offsets.length; page++) {
            PageLocation location = locations.get(page);
            offsets[page] = location.getOffset();
            firstRows[page] = location.getFirst_row_index();
        }
        firstRows[offsets.length] = rows;
        PageIndex pages = new PageIndex(offsets, firstRows);
        return pages.isConsistent(chunk) ? pages : null;
    }

    private boolean isConsistent(ColumnChunk chunk) {
        if (offsets.length == 0 || firstRows[0] != 0) {
            return false;
        }
        for (int page = 0; page < offsets.length; page++) {
            boolean inOrder = firstRows[page] < firstRows[page + 1] && (page == 0 || offsets[page - 1] < offsets[page]);
            if (!inOrder || offsets[page] < chunk.start() || offsets[page] >= chunk.end()) {
                return false;
            }
        }
        return true;
    }

    public int pages() {
        return offsets.length;
    }

    public long offset(int page) {
        return offsets[page];
    }

    public long firstRow(int page) {
        return firstRows[page];
    }

    /** The row behind the last one of the page. */
    public long endRow(int page) {
        return firstRows[page + 1];
    }

    /** The page that holds this row of the row group. */
    public int pageOf(long row) {
        int low = 0;
        int high = offsets.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstRows[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The claims of a column index about the pages of this one, in order; null if it is of no use. */
    public ColumnStatistics @Nullable [] readStatistics(MemorySegment bytes, int length) {
        ColumnIndex index = new ColumnIndex();
        try {
            if (Metadata.read(index, bytes, 0, length) < 0) {
                return null;
            }
        } catch (MalformedDataException e) {
            return null;
        }
        int pages = pages();
        boolean counted = index.isSetNull_counts() && index.getNull_countsSize() == pages;
        if (index.getNull_pagesSize() != pages
                || index.getMin_valuesSize() != pages
                || index.getMax_valuesSize() != pages) {
            return null;
        }
        ColumnStatistics[] statistics = new ColumnStatistics[pages];
        for (int page = 0; page < pages; page++) {
            long rows = endRow(page) - firstRow(page);
            if (index.getNull_pages().get(page)) {
                statistics[page] = new ColumnStatistics(null, null, rows, -1);
            } else {
                long nulls = counted ? index.getNull_counts().get(page) : -1;
                statistics[page] = new ColumnStatistics(
                        bytesOf(index.getMin_values().get(page)),
                        bytesOf(index.getMax_values().get(page)),
                        nulls,
                        -1);
            }
        }
        return statistics;
    }

    private static byte[] bytesOf(java.nio.ByteBuffer value) {
        byte[] copy = new byte[value.remaining()];
        value.duplicate().get(copy);
        return copy;
    }
}
