package dev.carbide.sql.plan;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The rows of a VALUES clause; one row without columns where a query has no FROM. Values boxed as in literals. */
public record ConstantTable(Schema schema, List<Object[]> rows) implements Table {
    @Override
    public String name() {
        return "values";
    }

    @Override
    public TableStatistics statistics() {
        return new TableStatistics(
                OptionalLong.of(rows.size()),
                TableStatistics.unknown(schema.size()).columns());
    }

    @Override
    public Source open(ScanRequest request) {
        return new Rows(request);
    }

    /** Deals out batches of rows. */
    private final class Rows implements Source {
        private final ScanRequest request;
        private final AtomicInteger next = new AtomicInteger();

        Rows(ScanRequest request) {
            this.request = request;
        }

        @Override
        public BatchReader newReader() {
            return new Reader(this);
        }

        @Override
        public int maxReaders() {
            return Math.max(1, Math.ceilDiv(rows.size(), request.batchRows()));
        }

        @Override
        public double progress() {
            return rows.isEmpty() ? 1 : Math.min(1, (double) next.get() / rows.size());
        }

        @Override
        public void close() {}
    }

    private final class Reader implements BatchReader {
        private final Rows source;
        private final BatchBuilder builder;

        Reader(Rows source) {
            this.source = source;
            ScanRequest request = source.request;
            List<DataType> types = request.columns().stream().map(schema::type).toList();
            builder = new BatchBuilder(types, request.batchRows(), request.pool(), request.pages());
        }

        @Override
        public @Nullable Batch next() {
            ScanRequest request = source.request;
            int from = source.next.getAndAdd(request.batchRows());
            int count = Math.min(request.batchRows(), rows.size() - from);
            if (count <= 0) {
                return null;
            }
            builder.start();
            for (int row = 0; row < count; row++) {
                Object[] values = rows.get(from + row);
                for (int index = 0; index < request.columns().size(); index++) {
                    BoxedValues.put(
                            builder.column(index), row, values[request.columns().get(index)]);
                }
            }
            return builder.view(count);
        }

        @Override
        public void close() {
            builder.close();
        }
    }
}
