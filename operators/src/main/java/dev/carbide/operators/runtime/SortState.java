package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowGather;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowScan;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shared state of a sort or top-N: the workers' rows, read in order. */
public final class SortState implements SinkState {
    private final Schema schema;
    private final RowLayout layout;
    private final long offset;
    private final long limit;
    private final int batchRows;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final Cancellation cancellation;
    private final List<SortWorker> workers = new ArrayList<>();

    /** @param layout the fields of {@code schema}, then the encoded key as BINARY */
    public SortState(
            Schema schema,
            RowLayout layout,
            long offset,
            long limit,
            int batchRows,
            MemoryPool pool,
            PageAllocator pages,
            Cancellation cancellation) {
        this.schema = schema;
        this.layout = layout;
        this.offset = offset;
        this.limit = limit;
        this.batchRows = batchRows;
        this.pool = pool;
        this.pages = pages;
        this.cancellation = cancellation;
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized SortWorker newWorker() {
        SortWorker worker = new SortWorker(layout, pool, pages);
        workers.add(worker);
        return worker;
    }

    @Override
    public void finish() {}

    @Override
    public Source openSource() {
        List<Long> rows = new ArrayList<>();
        long[] chunk = new long[1024];
        for (SortWorker worker : workers) {
            RowScan scan = worker.rows().scan();
            for (int count = scan.next(chunk); count > 0; count = scan.next(chunk)) {
                for (int index = 0; index < count; index++) {
                    rows.add(chunk[index]);
                }
            }
        }
        rows.sort(this::compare);
        long from = Math.min(offset, rows.size());
        long to = limit > rows.size() - from ? rows.size() : from + limit;
        return new SortedSource(rows.subList((int) from, (int) to));
    }

    private int compare(long left, long right) {
        int prefixes = Long.compareUnsigned(RawMemory.getLong(left), RawMemory.getLong(right));
        if (prefixes != 0) {
            return prefixes;
        }
        int key = layout.offset(schema.size());
        return RawMemory.compare(
                left + RawMemory.getInt(left + key),
                RawMemory.getInt(left + key + 4),
                right + RawMemory.getInt(right + key),
                RawMemory.getInt(right + key + 4));
    }

    @Override
    public synchronized void close() {
        workers.forEach(SortWorker::close);
        workers.clear();
    }

    private final class SortedSource implements Source, BatchReader {
        private final List<Long> rows;
        private final BatchBuilder builder;
        private final long[] chunk = new long[batchRows];
        private int next;

        SortedSource(List<Long> rows) {
            this.rows = rows;
            this.builder =
                    new BatchBuilder(schema.fields().stream().map(Field::type).toList(), Batch.MAX_ROWS, pool, pages);
        }

        @Override
        public BatchReader newReader() {
            return this;
        }

        @Override
        public int maxReaders() {
            return 1;
        }

        @Override
        public double progress() {
            return rows.isEmpty() ? 1 : (double) next / rows.size();
        }

        @Override
        public @Nullable Batch next() {
            cancellation.check();
            int count = Math.min(batchRows, rows.size() - next);
            if (count <= 0) {
                return null;
            }
            for (int index = 0; index < count; index++) {
                chunk[index] = rows.get(next++);
            }
            builder.start();
            for (int field = 0; field < schema.size(); field++) {
                RowGather.field(layout, field, chunk, count, builder.column(field), 0);
            }
            return builder.view(count);
        }

        @Override
        public void close() {
            builder.close();
        }
    }
}
