package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.row.RowGather;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.Source;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sorted rows as batches; one reader only, for the order's sake. */
final class SortedSource implements Source {
    private final Schema schema;
    private final RowLayout layout;
    private final SortedMerge merge;
    private final @Nullable SortedRows owned;
    private final int batchRows;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final Cancellation cancellation;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicLong read = new AtomicLong();
    private long toSkip;

    /** @param owned closed with this source */
    SortedSource(
            Schema schema,
            RowLayout layout,
            SortedMerge merge,
            @Nullable SortedRows owned,
            long offset,
            int batchRows,
            MemoryPool pool,
            PageAllocator pages,
            Cancellation cancellation) {
        this.schema = schema;
        this.layout = layout;
        this.merge = merge;
        this.owned = owned;
        this.toSkip = offset;
        this.batchRows = batchRows;
        this.pool = pool;
        this.pages = pages;
        this.cancellation = cancellation;
    }

    @Override
    public BatchReader newReader() {
        return new Reader(taken.compareAndSet(false, true));
    }

    @Override
    public int maxReaders() {
        return 1;
    }

    @Override
    public double progress() {
        return merge.size() == 0 ? 1 : Math.min(1, (double) read.get() / merge.size());
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }

    private final class Reader implements BatchReader {
        private final boolean first;
        private final long[] rows = new long[batchRows];
        private final BatchBuilder builder =
                new BatchBuilder(schema.fields().stream().map(Field::type).toList(), Batch.MAX_ROWS, pool, pages);

        Reader(boolean first) {
            this.first = first;
        }

        @Override
        public @Nullable Batch next() {
            if (!first) {
                return null;
            }
            int count = merge.next(rows);
            while (count > 0 && toSkip >= count) {
                cancellation.check();
                toSkip -= count;
                count = merge.next(rows);
            }
            cancellation.check();
            int skipped = (int) toSkip;
            toSkip = 0;
            count -= skipped;
            if (count <= 0) {
                return null;
            }
            System.arraycopy(rows, skipped, rows, 0, count);
            read.addAndGet(skipped + count);
            builder.start();
            for (int field = 0; field < schema.size(); field++) {
                RowGather.field(layout, field, rows, count, builder.column(field), 0);
            }
            return builder.view(count);
        }

        @Override
        public void close() {
            builder.close();
        }
    }
}
