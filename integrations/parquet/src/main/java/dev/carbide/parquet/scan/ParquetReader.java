package dev.carbide.parquet.scan;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.parquet.codec.PageDecompressor;
import dev.carbide.parquet.decode.ColumnDecoder;
import dev.carbide.parquet.file.FileInput;
import dev.carbide.parquet.file.ParquetFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads slices that it takes from its source, batch by batch. */
final class ParquetReader implements BatchReader {
    private final ParquetSource source;
    private final ReaderMemory memory;
    private final ColumnReader[] columns;
    private final long heapBytes;
    private @Nullable Slice slice;
    private @Nullable RowGroupPlan plan;
    private @Nullable ParquetFile file;
    private @Nullable FileInput input;
    private int range;
    private long row;
    private boolean closed;

    /** {@code fields} of the columns that are asked for, without repetitions. */
    ParquetReader(ParquetSource source, ScanRequest request, List<Field> fields, ScanCounters counters) {
        this.source = source;
        this.memory = new ReaderMemory(
                request,
                new MemoryScope(request.pages(), request.pool()),
                new PageDecompressor(request.pool()),
                counters);
        this.columns = new ColumnReader[fields.size()];
        this.heapBytes = fields.size() * ColumnDecoder.HEAP_BYTES;
        request.pool().reserve(heapBytes);
        try {
            for (int position = 0; position < columns.length; position++) {
                columns[position] =
                        new ColumnReader(memory, position, fields.get(position).nullable());
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    @Override
    public @Nullable Batch next() {
        memory.request().cancellation().check();
        Slice current = slice;
        while (current == null || range == current.rows().count()) {
            current = source.nextSlice();
            replaceSlice(current);
            if (current == null) {
                return null;
            }
        }
        RowRanges rows = current.rows();
        int count = (int) Math.min(memory.request().batchRows(), rows.to(range) - row);
        Column[] read = new Column[columns.length];
        for (int position = 0; position < columns.length; position++) {
            columns[position].seek(row, rows.to(range));
            read[position] = columns[position].read(count);
        }
        row += count;
        if (row == rows.to(range)) {
            range++;
            row = range < rows.count() ? rows.from(range) : 0;
        }
        memory.counters().rowsRead.add(count);
        return Batch.of(source.arrange(read), count, null);
    }

    private void replaceSlice(@Nullable Slice next) {
        releasePlan(next == null ? null : next.plan());
        slice = next;
        if (next == null) {
            return;
        }
        range = 0;
        row = next.rows().isEmpty() ? 0 : next.rows().from(0);
        // slices of one row group come in ascending order, so the columns just go on
        if (plan != next.plan()) {
            plan = next.plan();
            FileInput data = openInput(next.plan().file());
            for (ColumnReader column : columns) {
                column.start(next.plan(), data);
            }
        } else {
            next.plan().release();
        }
    }

    /** A reader holds a plan once, however many of its slices it takes. */
    private void releasePlan(@Nullable RowGroupPlan next) {
        RowGroupPlan held = plan;
        if (held != null && held != next) {
            plan = null;
            held.release();
        }
    }

    private FileInput openInput(ParquetFile wanted) {
        FileInput present = input;
        if (present != null && file == wanted) {
            return present;
        }
        if (present != null) {
            present.close();
            input = null;
        }
        FileInput opened = wanted.openInput();
        file = wanted;
        input = opened;
        return opened;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (ColumnReader column : columns) {
            if (column != null) {
                column.close();
            }
        }
        releasePlan(null);
        slice = null;
        if (input != null) {
            input.close();
        }
        memory.decompressor().close();
        memory.scope().close();
        memory.request().pool().release(heapBytes);
    }
}
