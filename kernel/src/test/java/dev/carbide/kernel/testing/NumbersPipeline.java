package dev.carbide.kernel.testing;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.runtime.BatchOutput;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.runtime.WorkerState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker's instance. */
abstract sealed class NumbersPipeline extends CompiledPipeline {
    final WorkerMetrics metrics;
    final HookPoints points;
    final NumbersSink sink;

    NumbersPipeline(WorkerMetrics metrics, HookPoints points, NumbersSink sink) {
        this.metrics = metrics;
        this.points = points;
        this.sink = sink;
    }

    final void passSteps(int rows) {
        points.reach(Hook.Point.CONSUME);
        for (int position = 1; position < metrics.positions() - 1; position++) {
            metrics.enter(position);
            metrics.addRows(position, rows);
        }
        metrics.enter(metrics.positions() - 1);
    }

    @Override
    public void bind(WorkerState worker) {
        throw new UnsupportedOperationException("has its state from its constructor");
    }

    void close() {}

    /** Counts. */
    static final class ToCount extends NumbersPipeline {
        private long rows;

        ToCount(WorkerMetrics metrics, HookPoints points, NumbersSink sink) {
            super(metrics, points, sink);
        }

        @Override
        public int consume(Batch batch) {
            passSteps(batch.rowCount());
            rows += batch.rowCount();
            return NEEDS_INPUT;
        }

        @Override
        public int resume() {
            throw new IllegalStateException("nothing to resume");
        }

        @Override
        public int finish() {
            points.reach(Hook.Point.FINISH);
            sink.combine(rows);
            return DONE;
        }
    }

    /** Hands on every batch as two, so that it returns HAS_OUTPUT between them and BLOCKED at either. */
    static final class ToResult extends NumbersPipeline {
        private final BatchOutput output;
        private final BatchBuilder builder;
        private @Nullable Batch input;
        private int next;
        private @Nullable Batch refused;
        private boolean finishing;

        ToResult(WorkerMetrics metrics, HookPoints points, ExecutionContext context, NumbersSink sink) {
            super(metrics, points, sink);
            this.output = context.output();
            this.builder = new BatchBuilder(List.of(DataType.INT64), context.batchRows(), sink.pool(), context.pages());
        }

        @Override
        public int consume(Batch batch) {
            passSteps(batch.rowCount());
            input = batch;
            next = 0;
            return handOn();
        }

        private int handOn() {
            if (refused == null) {
                refused = copy();
            }
            if (!output.offer(refused)) {
                return BLOCKED;
            }
            refused = null;
            return next < input.rowCount() ? HAS_OUTPUT : NEEDS_INPUT;
        }

        private Batch copy() {
            int end = next == 0 ? Math.max(1, input.rowCount() / 2) : input.rowCount();
            builder.start();
            for (int row = next; row < end; row++) {
                builder.column(0).putLong(row - next, Columns.getLong(input.values(0), row));
            }
            Batch copy = builder.build(end - next);
            next = end;
            return copy;
        }

        @Override
        public int resume() {
            if (finishing) {
                throw new IllegalStateException("nothing to resume");
            }
            return handOn();
        }

        @Override
        public int finish() {
            points.reach(Hook.Point.FINISH);
            finishing = true;
            return DONE;
        }

        @Override
        void close() {
            if (refused != null) {
                refused.release();
                refused = null;
            }
            builder.close();
        }
    }
}
