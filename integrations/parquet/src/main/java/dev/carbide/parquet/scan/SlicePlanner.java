package dev.carbide.parquet.scan;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.parquet.decode.GrowingBytes;
import dev.carbide.parquet.file.ColumnChunk;
import dev.carbide.parquet.file.ColumnChunk.IndexPart;
import dev.carbide.parquet.file.ColumnStatistics;
import dev.carbide.parquet.file.FileInput;
import dev.carbide.parquet.file.FileLocation;
import dev.carbide.parquet.file.LeafColumn;
import dev.carbide.parquet.file.MalformedDataException;
import dev.carbide.parquet.file.PageIndex;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.file.RowGroup;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a row group that are needed, from its statistics and its page index, and cuts them into slices. Used
 * under the lock of its source.
 */
final class SlicePlanner implements AutoCloseable {
    /** Large enough that decompressing a page twice, where a slice begins in its middle, costs little. */
    private static final long SLICE_ROWS = 1 << 17;
    /** Passing over fewer rows than this saves less than it costs. */
    private static final long SMALLEST_GAP = 1 << 10;

    private final ScanRequest request;
    private final List<Integer> columns;
    private final List<RangeFilter> filters;
    private final ScanCounters counters;
    private @Nullable ParquetFile file;
    private @Nullable FileInput input;

    /** {@code columns} are positions in the files, in the order in which readers have them. */
    SlicePlanner(ScanRequest request, List<Integer> columns, List<RangeFilter> filters, ScanCounters counters) {
        this.request = request;
        this.columns = columns;
        this.filters = filters;
        this.counters = counters;
    }

    /** About how many slices there will be, from the footer alone. */
    long expectedSlices(ParquetFile of, RowGroup group) {
        if (!mayMatch(of, group)) {
            return 0;
        }
        return hasIndex(group) ? Math.ceilDiv(group.rows(), SLICE_ROWS) : 1;
    }

    private boolean mayMatch(ParquetFile of, RowGroup group) {
        return group.rows() > 0
                && filters.stream().allMatch(filter -> {
                    int ordinal = columns.get(filter.column());
                    ColumnStatistics statistics = group.chunks().get(ordinal).statistics();
                    return filter.mayMatch(of.columns().get(ordinal).form(), statistics, group.rows());
                });
    }

    private boolean hasIndex(RowGroup group) {
        return !columns.isEmpty()
                && columns.stream()
                        .allMatch(column ->
                                group.chunks().get(column).offsetIndex().isPresent());
    }

    /** The slices of a row group, all of one plan that nobody holds yet; none if nothing of it is needed. */
    List<Slice> plan(ParquetFile of, RowGroup group) {
        if (!mayMatch(of, group)) {
            counters.rowGroupsSkipped.increment();
            return List.of();
        }
        List<LeafColumn> leaves = columns.stream().map(of.columns()::get).toList();
        @Nullable PageIndex[] indexes = new @Nullable PageIndex[columns.size()];
        RowRanges needed = RowRanges.all(group.rows());
        boolean worthwhile = !filters.isEmpty() || group.rows() > SLICE_ROWS;
        if (!worthwhile || !hasIndex(group)) {
            counters.rowGroupsRead.increment();
            RowGroupPlan plan = new RowGroupPlan(of, group, leaves, indexes, request.pool(), 0);
            return List.of(new Slice(plan, needed));
        }
        long charged = heapBytes(group);
        MemoryPool pool = request.pool();
        pool.reserve(charged);
        boolean planned = false;
        try {
            boolean complete = readIndexes(of, group, indexes);
            needed = complete ? matching(of, group, indexes) : needed;
            if (needed.isEmpty()) {
                counters.rowGroupsSkipped.increment();
                return List.of();
            }
            counters.rowGroupsRead.increment();
            RowGroupPlan plan = new RowGroupPlan(of, group, leaves, indexes, pool, charged);
            planned = true;
            return complete ? cut(plan, needed, indexes) : List.of(new Slice(plan, needed));
        } finally {
            if (!planned) {
                pool.release(charged);
            }
        }
    }

    private long heapBytes(RowGroup group) {
        long bytes = 0;
        for (int column : columns) {
            bytes += PageIndex.heapBytes(group.chunks().get(column).offsetIndex());
        }
        return bytes;
    }

    /** Fills {@code indexes}; false, and none, if one of them is of no use. */
    private boolean readIndexes(ParquetFile of, RowGroup group, @Nullable PageIndex[] indexes) {
        for (int position = 0; position < indexes.length; position++) {
            ColumnChunk chunk = group.chunks().get(columns.get(position));
            try (GrowingBytes bytes = new GrowingBytes(request.pages(), request.pool())) {
                IndexPart part = chunk.offsetIndex();
                indexes[position] = PageIndex.read(readPart(of, part, bytes), part.length(), chunk, group.rows());
            }
            if (indexes[position] == null) {
                Arrays.fill(indexes, null);
                return false;
            }
        }
        return true;
    }

    private MemorySegment readPart(ParquetFile of, IndexPart part, GrowingBytes bytes) {
        MemorySegment segment = bytes.ensure(part.length(), 0);
        try {
            inputOf(of).read(part.offset(), segment, 0, part.length());
        } catch (MalformedDataException e) {
            throw FileLocation.of(of.path()).error(e.getMessage());
        }
        counters.bytesRead.add(part.length());
        return segment;
    }

    private FileInput inputOf(ParquetFile of) {
        FileInput present = input;
        if (present != null && file == of) {
            return present;
        }
        close();
        FileInput opened = of.openInput();
        file = of;
        input = opened;
        return opened;
    }

    private RowRanges matching(ParquetFile of, RowGroup group, @Nullable PageIndex[] indexes) {
        RowRanges needed = RowRanges.all(group.rows());
        for (RangeFilter filter : filters) {
            PageIndex pages = indexes[filter.column()];
            int ordinal = columns.get(filter.column());
            IndexPart part = group.chunks().get(ordinal).columnIndex();
            if (pages == null || !part.isPresent()) {
                continue;
            }
            long heap = PageIndex.heapBytes(part);
            request.pool().reserve(heap);
            try (GrowingBytes bytes = new GrowingBytes(request.pages(), request.pool())) {
                ColumnStatistics[] statistics = pages.readStatistics(readPart(of, part, bytes), part.length());
                if (statistics != null) {
                    needed = needed.intersect(matching(filter, of.columns().get(ordinal), pages, statistics));
                }
            } finally {
                request.pool().release(heap);
            }
        }
        return needed.joined(SMALLEST_GAP);
    }

    private static RowRanges matching(
            RangeFilter filter, LeafColumn column, PageIndex pages, ColumnStatistics[] statistics) {
        List<long[]> ranges = new ArrayList<>();
        for (int page = 0; page < pages.pages(); page++) {
            long from = pages.firstRow(page);
            long to = pages.endRow(page);
            if (filter.mayMatch(column.form(), statistics[page], to - from)) {
                ranges.add(new long[] {from, to});
            }
        }
        return RowRanges.of(ranges, 0);
    }

    /** Cuts where pages of the column with the most pages begin. */
    private static List<Slice> cut(RowGroupPlan plan, RowRanges needed, @Nullable PageIndex[] indexes) {
        PageIndex finest = null;
        for (PageIndex index : indexes) {
            if (index != null && (finest == null || index.pages() > finest.pages())) {
                finest = index;
            }
        }
        List<Slice> slices = new ArrayList<>();
        long from = 0;
        for (int page = 0; finest != null && page < finest.pages(); page++) {
            long to = finest.endRow(page);
            boolean last = page == finest.pages() - 1;
            RowRanges rows = needed.within(from, to);
            if (last || rows.rows() >= SLICE_ROWS) {
                if (!rows.isEmpty()) {
                    slices.add(new Slice(plan, rows));
                }
                from = to;
            }
        }
        return slices;
    }

    @Override
    public void close() {
        if (input != null) {
            input.close();
            input = null;
        }
    }
}
