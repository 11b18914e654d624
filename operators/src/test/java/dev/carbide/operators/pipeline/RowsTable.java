package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A table over boxed rows (see {@link Literal}); string columns may be dictionary-encoded. */
final class RowsTable implements Table {
    private final String name;
    private final Schema schema;
    private final List<List<@Nullable Object>> rows;
    private final boolean dictionaries;

    RowsTable(String name, Schema schema, List<List<@Nullable Object>> rows, boolean dictionaries) {
        this.name = name;
        this.schema = schema;
        this.rows = rows;
        this.dictionaries = dictionaries;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public TableStatistics statistics() {
        return TableStatistics.unknown(schema.size());
    }

    @Override
    public Encoding likelyEncoding(int column) {
        return dictionaries && schema.type(column).isVariableLength() ? Encoding.DICTIONARY : Encoding.FLAT;
    }

    @Override
    public Source open(ScanRequest request) {
        return new RowsSource(request);
    }

    private final class RowsSource implements Source {
        private final ScanRequest request;
        private final AtomicInteger next = new AtomicInteger();

        RowsSource(ScanRequest request) {
            this.request = request;
        }

        @Override
        public BatchReader newReader() {
            return new Reader(request, next);
        }

        @Override
        public int maxReaders() {
            return 8;
        }

        @Override
        public double progress() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private final class Reader implements BatchReader {
        private final ScanRequest request;
        private final AtomicInteger next;
        private final List<AutoCloseable> owned = new ArrayList<>();
        private final Map<Integer, Column> dictionaryOf = new LinkedHashMap<>();
        private final Map<Integer, Map<Object, Integer>> codesOf = new LinkedHashMap<>();
        private final List<ColumnBuilder> current = new ArrayList<>();

        Reader(ScanRequest request, AtomicInteger next) {
            this.request = request;
            this.next = next;
        }

        @Override
        public @Nullable Batch next() {
            int from = next.getAndAdd(request.batchRows());
            if (from >= rows.size()) {
                return null;
            }
            int count = Math.min(request.batchRows(), rows.size() - from);
            current.forEach(ColumnBuilder::close);
            current.clear();
            List<Column> columns = new ArrayList<>();
            for (int column : request.columns()) {
                columns.add(
                        likelyEncoding(column) == Encoding.DICTIONARY
                                ? dictionaryColumn(column, from, count)
                                : flatColumn(column, from, count));
            }
            return Batch.of(columns, count, null);
        }

        private Column flatColumn(int column, int from, int count) {
            ColumnBuilder builder =
                    ColumnBuilder.create(schema.type(column), Batch.MAX_ROWS, request.pool(), request.pages());
            current.add(builder);
            for (int row = 0; row < count; row++) {
                put(builder, row, schema.type(column), rows.get(from + row).get(column));
            }
            return builder.view(count);
        }

        private Column dictionaryColumn(int column, int from, int count) {
            Column dictionary = dictionaryOf.computeIfAbsent(column, this::buildDictionary);
            ColumnBuilder codes = ColumnBuilder.create(DataType.INT32, Batch.MAX_ROWS, request.pool(), request.pages());
            current.add(codes);
            for (int row = 0; row < count; row++) {
                Object value = rows.get(from + row).get(column);
                if (value == null) {
                    codes.putLong(row, 0);
                    codes.setNull(row);
                } else {
                    codes.putLong(row, codesOf.get(column).get(value));
                }
            }
            Column view = codes.view(count);
            return Column.dictionary(count, view.values(), view.validity(), dictionary);
        }

        private Column buildDictionary(int column) {
            Map<Object, Integer> codes = new LinkedHashMap<>();
            for (List<@Nullable Object> row : rows) {
                if (row.get(column) != null) {
                    codes.putIfAbsent(row.get(column), codes.size());
                }
            }
            codes.putIfAbsent("", codes.size());
            codesOf.put(column, codes);
            ColumnBuilder builder =
                    ColumnBuilder.create(schema.type(column), codes.size(), request.pool(), request.pages());
            owned.add(builder);
            codes.forEach((value, code) -> put(builder, code, schema.type(column), value));
            return builder.view(codes.size());
        }

        @Override
        public void close() {
            current.forEach(ColumnBuilder::close);
            current.clear();
            for (AutoCloseable builder : owned) {
                try {
                    builder.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            owned.clear();
        }
    }

    private static void put(ColumnBuilder to, int row, DataType type, @Nullable Object value) {
        if (value == null) {
            to.setNull(row);
            return;
        }
        switch (type) {
            case BooleanType _ -> to.putLong(row, (Boolean) value ? 1 : 0);
            case FloatingType floating -> {
                if (floating.bits() == 32) {
                    to.putFloat(row, (Float) value);
                } else {
                    to.putDouble(row, (Double) value);
                }
            }
            case DecimalType decimal -> {
                BigInteger unscaled = ((BigDecimal) value).unscaledValue();
                if (decimal.isWide()) {
                    to.putInt128(
                            row, unscaled.longValue(), unscaled.shiftRight(64).longValue());
                } else {
                    to.putLong(row, unscaled.longValueExact());
                }
            }
            case DateType _ -> to.putLong(row, (Integer) value);
            default -> {
                if (type.isVariableLength()) {
                    to.putBytes(row, ((String) value).getBytes(StandardCharsets.UTF_8));
                } else {
                    to.putLong(row, (Long) value);
                }
            }
        }
    }

    static Schema schema(Field... fields) {
        return Schema.of(fields);
    }
}
