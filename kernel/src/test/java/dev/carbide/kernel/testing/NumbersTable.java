package dev.carbide.kernel.testing;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The numbers 0 to {@code rows - 1}, dealt out batch by batch to up to {@code maxReaders} readers. */
public final class NumbersTable implements Table {
    private static final Schema SCHEMA = Schema.of(Field.required("number", DataType.INT64));

    private final String name;
    private final long rows;
    private final int maxReaders;
    private final Hook hook;

    public NumbersTable(String name, long rows, int maxReaders, Hook hook) {
        this.name = name;
        this.rows = rows;
        this.maxReaders = maxReaders;
        this.hook = hook;
    }

    public NumbersTable(String name, long rows) {
        this(name, rows, Integer.MAX_VALUE, Hook.NONE);
    }

    Hook hook() {
        return hook;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public TableStatistics statistics() {
        return new TableStatistics(OptionalLong.of(rows), List.of(TableStatistics.ColumnStatistics.UNKNOWN));
    }

    @Override
    public Source open(ScanRequest request) {
        return open(request, new HookPoints(hook, request.cancellation()));
    }

    Source open(ScanRequest request, HookPoints points) {
        points.reach(Hook.Point.OPEN);
        return new NumbersSource(request, points);
    }

    private final class NumbersSource implements Source {
        private final ScanRequest request;
        private final HookPoints points;
        private final MemoryPool pool;
        private final AtomicLong dealt = new AtomicLong();

        NumbersSource(ScanRequest request, HookPoints points) {
            this.request = request;
            this.points = points;
            this.pool = request.pool().child("numbers");
        }

        @Override
        public BatchReader newReader() {
            points.reach(Hook.Point.NEW_READER);
            BatchBuilder builder =
                    new BatchBuilder(List.of(DataType.INT64), request.batchRows(), pool, request.pages());
            return new BatchReader() {
                @Override
                public @Nullable Batch next() {
                    points.reach(Hook.Point.READ);
                    long first = dealt.getAndAdd(request.batchRows());
                    return first >= rows ? null : fill(builder, first);
                }

                @Override
                public void close() {
                    builder.close();
                    points.reach(Hook.Point.CLOSE_READER);
                }
            };
        }

        private Batch fill(BatchBuilder builder, long first) {
            int count = (int) Math.min(request.batchRows(), rows - first);
            builder.start();
            for (int row = 0; row < count; row++) {
                builder.column(0).putLong(row, first + row);
            }
            return builder.view(count);
        }

        @Override
        public int maxReaders() {
            return maxReaders;
        }

        @Override
        public double progress() {
            return rows == 0 ? 1 : Math.min(1.0, (double) dealt.get() / rows);
        }

        @Override
        public void close() {
            pool.close();
            points.reach(Hook.Point.CLOSE_SOURCE);
        }
    }
}
