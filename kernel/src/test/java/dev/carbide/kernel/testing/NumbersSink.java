package dev.carbide.kernel.testing;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts rows and keeps a page of memory, to be seen in metrics and to be freed. */
final class NumbersSink implements SinkState {
    private final ExecutionContext context;
    private final HookPoints points;
    private final MemoryPool pool;
    private final Page page;
    private final AtomicLong rows = new AtomicLong();
    private boolean finished;

    NumbersSink(ExecutionContext context, HookPoints points) {
        this.context = context;
        this.points = points;
        this.pool = context.pool().child("page");
        this.page = context.pages().allocate(pool, 4096);
    }

    MemoryPool pool() {
        return pool;
    }

    void combine(long count) {
        rows.addAndGet(count);
    }

    @Override
    public void finish() {
        points.reach(Hook.Point.SINK_FINISH);
        finished = true;
    }

    @Override
    public Source openSource() {
        points.reach(Hook.Point.SINK_OPEN);
        if (!finished) {
            throw new IllegalStateException("read before it was finished");
        }
        return new OneRow();
    }

    @Override
    public void close() {
        page.free();
        pool.close();
        points.reach(Hook.Point.SINK_CLOSE);
    }

    private final class OneRow implements Source {
        private final AtomicLong dealt = new AtomicLong();

        @Override
        public BatchReader newReader() {
            BatchBuilder builder = new BatchBuilder(List.of(DataType.INT64), 1, pool, context.pages());
            return new BatchReader() {
                @Override
                public @Nullable Batch next() {
                    if (dealt.getAndIncrement() > 0) {
                        return null;
                    }
                    builder.start();
                    builder.column(0).putLong(0, rows.get());
                    return builder.view(1);
                }

                @Override
                public void close() {
                    builder.close();
                }
            };
        }

        @Override
        public int maxReaders() {
            return 1;
        }

        @Override
        public double progress() {
            return dealt.get() > 0 ? 1 : 0;
        }

        @Override
        public void close() {}
    }
}
