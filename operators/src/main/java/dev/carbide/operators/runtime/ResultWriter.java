package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One worker's writer of result batches: generated loops fill columns, full batches go to the output. For one thread. */
public final class ResultWriter implements AutoCloseable {
    private final BatchBuilder builder;
    private final BatchOutput output;
    private final int batchRows;
    private int filled;
    private int claimed;
    private @Nullable Batch refused;

    /** @param batchRows rows at which a batch counts as full */
    public ResultWriter(Schema schema, int batchRows, BatchOutput output, MemoryPool pool, PageAllocator pages) {
        this.builder =
                new BatchBuilder(schema.fields().stream().map(Field::type).toList(), Batch.MAX_ROWS, pool, pages);
        this.output = output;
        this.batchRows = batchRows;
    }

    /** Whether nobody wants more rows. */
    public boolean isClosed() {
        return output.isClosed();
    }

    /** Makes room for {@code count} rows; false when the output takes no batch now: try again later. */
    public boolean prepare(int count) {
        if (!handOver() || filled + count > batchRows && !flush()) {
            return false;
        }
        if (!builder.isStarted()) {
            builder.start();
        }
        return true;
    }

    /** The row at which the next {@code count} rows begin; the caller writes them all. */
    public int claim(int count) {
        claimed = filled;
        filled += count;
        return claimed;
    }

    /** The row that {@link #claim} has returned last. */
    public int claimed() {
        return claimed;
    }

    public MemorySegment values(int column) {
        return builder.values(column);
    }

    public ColumnBuilder column(int index) {
        return builder.column(index);
    }

    /** Hands on what has been written; false when the output takes no batch now: try again later. */
    public boolean flush() {
        if (!handOver()) {
            return false;
        }
        if (filled > 0) {
            refused = builder.build(filled);
            filled = 0;
        }
        return handOver();
    }

    private boolean handOver() {
        if (refused != null && output.offer(refused)) {
            refused = null;
        }
        return refused == null;
    }

    @Override
    public void close() {
        if (refused != null) {
            refused.release();
            refused = null;
        }
        builder.close();
    }
}
