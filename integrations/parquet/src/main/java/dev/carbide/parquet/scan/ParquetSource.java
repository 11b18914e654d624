package dev.carbide.parquet.scan;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.file.RowGroup;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Deals out the needed rows of some files in slices: row groups, or runs of pages of a row group that has a page index. Row
 * groups are looked at one by one, when readers ask for more, so that only the indexes of those in work take memory.
 */
public final class ParquetSource implements Source {
    private final List<ParquetFile> files;
    private final ScanRequest request;
    private final List<Field> fields;
    /** For each column asked for, its position among the columns read. */
    private final int[] arrangement;

    private final SlicePlanner planner;
    private final ScanCounters counters = new ScanCounters();
    private final long totalRows;
    private final int maxReaders;

    // guarded by this
    private final Queue<Slice> ready = new ArrayDeque<>();
    private int file;
    private int rowGroup;
    private long dealtRows;
    private boolean closed;

    /** {@code schema} is that of all files; each file has its columns in that order. */
    public ParquetSource(List<ParquetFile> files, Schema schema, ScanRequest request) {
        this.files = files;
        this.request = request;
        List<Integer> read = request.columns().stream().distinct().toList();
        this.fields = read.stream().map(schema::field).toList();
        this.arrangement = request.columns().stream().mapToInt(read::indexOf).toArray();
        List<RangeFilter> filters = request.ranges().stream().map(this::filter).toList();
        this.planner = new SlicePlanner(request, read, filters, counters);
        this.totalRows = files.stream().mapToLong(ParquetFile::rows).sum();
        this.maxReaders = countReaders();
    }

    /** False only if the footer tells that no row of the file is within the ranges of the request. */
    public static boolean mayMatch(ParquetFile file, ScanRequest request) {
        for (ColumnRange range : request.ranges()) {
            int ordinal = request.columns().get(range.column());
            RangeFilter filter = new RangeFilter(range, ordinal);
            boolean may = file.rowGroups().stream()
                    .anyMatch(group -> group.rows() > 0
                            && filter.mayMatch(
                                    file.columns().get(ordinal).form(),
                                    group.chunks().get(ordinal).statistics(),
                                    group.rows()));
            if (!may) {
                return false;
            }
        }
        return true;
    }

    /** Ranges name columns by their position in the request. */
    private RangeFilter filter(ColumnRange range) {
        return new RangeFilter(range, arrangement[range.column()]);
    }

    private int countReaders() {
        long slices = 0;
        for (ParquetFile each : files) {
            for (RowGroup group : each.rowGroups()) {
                slices += planner.expectedSlices(each, group);
            }
        }
        return (int) Math.clamp(slices, 1, Integer.MAX_VALUE);
    }

    @Override
    public BatchReader newReader() {
        return new ParquetReader(this, request, fields, counters);
    }

    @Override
    public int maxReaders() {
        return maxReaders;
    }

    @Override
    public synchronized double progress() {
        return totalRows == 0 ? 1 : (double) dealtRows / totalRows;
    }

    public ScanCounters counters() {
        return counters;
    }

    /** The next slice, whose plan is held for the caller, or null at the end. */
    synchronized @Nullable Slice nextSlice() {
        while (ready.isEmpty() && !closed && file < files.size()) {
            request.cancellation().check();
            ParquetFile current = files.get(file);
            if (rowGroup == current.rowGroups().size()) {
                file++;
                rowGroup = 0;
                continue;
            }
            RowGroup group = current.rowGroups().get(rowGroup++);
            List<Slice> slices = planner.plan(current, group);
            slices.forEach(slice -> slice.plan().retain());
            ready.addAll(slices);
            dealtRows += group.rows()
                    - slices.stream().mapToLong(slice -> slice.rows().rows()).sum();
        }
        Slice next = ready.poll();
        if (next != null) {
            dealtRows += next.rows().rows();
        }
        return next;
    }

    /** The columns asked for, from the columns read. */
    Column[] arrange(Column[] read) {
        Column[] asked = new Column[arrangement.length];
        for (int position = 0; position < asked.length; position++) {
            asked[position] = read[arrangement[position]];
        }
        return asked;
    }

    @Override
    public synchronized void close() {
        closed = true;
        ready.forEach(slice -> slice.plan().release());
        ready.clear();
        planner.close();
    }
}
