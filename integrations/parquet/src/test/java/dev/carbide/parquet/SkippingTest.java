package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import dev.carbide.parquet.scan.ParquetSource;
import dev.carbide.parquet.scan.ScanCounters;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges spare row groups and pages, which the counters show, and no row that is within them. */
final class SkippingTest {
    private static final int ROWS = 24_000;
    private static final int GROUP = 8_000;
    private static final int PAGE = 1024;

    private static final Schema SCHEMA = Schema.of(
            Field.required("key", DataType.INT64),
            Field.optional("day", DataType.DATE),
            Field.optional("price", DataType.decimal(15, 2)),
            Field.optional("name", DataType.STRING),
            Field.required("ratio", DataType.FLOAT64),
            Field.optional("sparse", DataType.INT32));

    private final Memory memory = Memory.ofMegabytes(64);

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        memory.close();
    }

    @Test
    void rowGroupsOutsideOfARangeAreNotRead() {
        try (ParquetTable table = table()) {
            Scan scan = scan(table, range(0, literal(0, 10_000L), literal(0, 10_009L)));
            assertEquals(1, scan.counters.rowGroupsRead());
            assertEquals(2, scan.counters.rowGroupsSkipped());
            assertEquals(10_000L, scan.valueOf(10_000, 0));
            assertEquals(10_009L, scan.valueOf(10_009, 0));
        }
    }

    @Test
    void pagesOutsideOfARangeAreNotRead() {
        try (ParquetTable table = table()) {
            Scan scan = scan(table, range(0, literal(0, 10_000L), literal(0, 10_009L)));
            // the rows lie in one page of each of the six columns
            assertEquals(SCHEMA.size(), scan.counters.pagesRead());
            assertEquals(PAGE, scan.counters.rowsRead());
            Scan all = scan(table);
            assertEquals((long) SCHEMA.size() * 3 * Math.ceilDiv(GROUP, PAGE), all.counters.pagesRead());
            assertEquals(ROWS, all.rows.size());
            assertTrue(scan.counters.bytesRead() < all.counters.bytesRead() / 8);
        }
    }

    @Test
    void rangesOfEveryKindFindTheirRows() {
        try (ParquetTable table = table()) {
            List<ColumnRange> ranges = List.of(
                    range(1, literal(1, 200), literal(1, 205)),
                    range(2, literal(2, new BigDecimal("50.00")), literal(2, new BigDecimal("52.00"))),
                    range(3, literal(3, "name 012000"), literal(3, "name 012100")),
                    range(4, literal(4, 100.0), literal(4, 110.0)),
                    new ColumnRange(0, null, false, literal(0, 100L), false),
                    new ColumnRange(0, literal(0, 23_990L), false, null, false));
            for (ColumnRange range : ranges) {
                Scan scan = scan(table, range);
                long within = IntStream.range(0, ROWS)
                        .filter(row -> isWithin(range, row))
                        .peek(row -> assertEquals(row(row), scan.rowOf(row)))
                        .count();
                assertTrue(within > 0);
                assertTrue(
                        scan.counters.pagesRead() <= 3L * SCHEMA.size(), range + " read " + scan.counters.pagesRead());
            }
        }
    }

    @Test
    void rangesOfSeveralColumnsAreCombined() {
        try (ParquetTable table = table()) {
            Scan scan = scan(
                    table,
                    range(0, literal(0, 1000L), literal(0, 5000L)),
                    range(4, literal(4, 40.0), literal(4, 400.0)));
            assertEquals(4500L, scan.valueOf(4500, 0));
            assertEquals(
                    0,
                    scan(
                                    table,
                                    range(0, literal(0, 0L), literal(0, 10L)),
                                    range(4, literal(4, 200.0), literal(4, 200.5)))
                            .rows
                            .size());
        }
    }

    @Test
    void blocksOfNullsAreNotRead() {
        try (ParquetTable table = table()) {
            // only the last row group has values
            Scan scan = scan(table, new ColumnRange(5, literal(5, 0L), true, null, false));
            assertEquals(1, scan.counters.rowGroupsRead());
            assertEquals(row(ROWS - 1), scan.rowOf(ROWS - 1));
        }
    }

    @Test
    void aRangeWithoutUpperEndKeepsBlocksThatMayHoldNaN() {
        Path file = directory.resolve("nan.parquet");
        Schema schema = Schema.of(Field.required("x", DataType.FLOAT64));
        List<List<@Nullable Object>> rows = List.of(List.of(1.0), List.of(Double.NaN), List.of(2.0));
        Batches.write(file, schema, rows, ParquetWriterOptions.DEFAULT, memory);
        try (ParquetTable table = ParquetTable.open("nan", List.of(file), memory.pool())) {
            Literal ten = new Literal(DataType.FLOAT64, 10.0);
            assertEquals(
                    3,
                    scan(table, new ColumnRange(0, ten, true, null, false)).rows.size());
            assertEquals(
                    0,
                    scan(table, new ColumnRange(0, ten, true, ten, true)).rows.size());
        }
    }

    @Test
    void pagesOfParquetJavaAreSkippedToo() throws Exception {
        Path file = directory.resolve("java.parquet");
        ParquetJava.write(
                file,
                "message m { required int64 key; optional binary text (STRING); }",
                6_000,
                builder -> builder.withWriterVersion(WriterVersion.PARQUET_2_0).withPageRowCountLimit(1500),
                (group, row) -> {
                    group.add("key", (long) row);
                    group.add("text", "text " + row / 10);
                });
        try (ParquetTable table = ParquetTable.open("java", List.of(file), memory.pool())) {
            Scan scan = scan(table, range(0, new Literal(DataType.INT64, 4500L), new Literal(DataType.INT64, 4600L)));
            assertEquals(2, scan.counters.pagesRead());
            assertEquals("text 455", scan.valueOf(4550, 1));
        }
    }

    private static boolean isWithin(ColumnRange range, int row) {
        Comparable<Object> value = comparable(row(row).get(range.column()));
        return value != null
                && (range.low() == null || value.compareTo(range.low().value()) >= (range.lowInclusive() ? 0 : 1))
                && (range.high() == null || value.compareTo(range.high().value()) <= (range.highInclusive() ? 0 : -1));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Comparable<Object> comparable(@Nullable Object value) {
        return (Comparable<Object>) value;
    }

    /** Everything rises with the row number, so that blocks differ. */
    private static List<@Nullable Object> row(int row) {
        return Arrays.asList(
                (long) row,
                row % 11 == 0 ? null : row / 50,
                row % 13 == 0
                        ? null
                        : new BigDecimal(row).setScale(2).movePointLeft(2).setScale(2, java.math.RoundingMode.DOWN),
                row % 7 == 0 ? null : String.format("name %06d", row),
                row / 100.0,
                row < 2 * GROUP ? null : (Object) (long) row);
    }

    private ParquetTable table() {
        Path file = directory.resolve("rising.parquet");
        List<List<@Nullable Object>> rows =
                IntStream.range(0, ROWS).mapToObj(SkippingTest::row).toList();
        Batches.write(
                file,
                SCHEMA,
                rows,
                new ParquetWriterOptions(Codec.LZ4_RAW, GROUP, 1 << 30, PAGE, 1 << 20, 1 << 16),
                memory);
        return ParquetTable.open("rising", List.of(file), memory.pool());
    }

    private static Literal literal(int column, Object value) {
        return new Literal(SCHEMA.type(column), value);
    }

    private static ColumnRange range(int column, Literal low, Literal high) {
        return new ColumnRange(column, low, true, high, true);
    }

    private Scan scan(ParquetTable table, ColumnRange... ranges) {
        int[] columns = IntStream.range(0, table.schema().size()).toArray();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetSource source = table.open(Rows.request(memory, columns, List.of(ranges), 2048));
                BatchReader reader = source.newReader()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                Rows.add(batch, rows);
            }
            assertEquals(1.0, source.progress());
            return new Scan(rows, source.counters());
        }
    }

    /** What a scan has given; the first column is the row number. */
    private record Scan(List<List<@Nullable Object>> rows, ScanCounters counters) {
        List<@Nullable Object> rowOf(long key) {
            return rows.stream()
                    .filter(row -> Long.valueOf(key).equals(row.getFirst()))
                    .findFirst()
                    .orElseThrow();
        }

        @Nullable
        Object valueOf(long key, int column) {
            return rowOf(key).get(column);
        }
    }
}
