package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.TableStatistics;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Written files as others see them, and what the writer does to its directory. */
final class WriterTest {
    private final Memory memory = Memory.ofMegabytes(64);

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        memory.close();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void duckDbReadsWhatWasWritten(Codec codec) throws Exception {
        Schema schema = Schema.of(
                Field.required("key", DataType.INT64),
                Field.optional("small", DataType.INT8),
                Field.optional("whole", DataType.INT32),
                Field.optional("cheap", DataType.decimal(7, 2)),
                Field.optional("price", DataType.decimal(15, 2)),
                Field.optional("huge", DataType.decimal(38, 3)),
                Field.optional("ratio", DataType.FLOAT64),
                Field.required("truth", DataType.BOOLEAN),
                Field.optional("text", DataType.STRING));
        List<List<@Nullable Object>> rows = Values.rows(schema, 1500, 300, 0.2, new Random(3));
        Path file = directory.resolve("all.parquet");
        Batches.write(file, schema, rows, new ParquetWriterOptions(codec, 1000, 1 << 20, 256, 8 << 10, 100), memory);
        try (DuckDb duckdb = new DuckDb()) {
            assertEquals(
                    rows.toString(),
                    duckdb.query("SELECT * FROM '" + file + "'").toString());
            assertEquals(
                    List.of(List.of("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "BLOB")),
                    duckdb.query("SELECT typeof(d), typeof(t), typeof(z), typeof(b) FROM '" + times(codec) + "'"));
        }
        assertEquals(rows.size(), ParquetJava.countRows(file));
    }

    private Path times(Codec codec) {
        Schema schema = Schema.of(
                Field.required("d", DataType.DATE),
                Field.required("t", DataType.TIMESTAMP),
                Field.required("z", DataType.TIMESTAMP_UTC),
                Field.required("b", DataType.BINARY));
        Path file = directory.resolve("times.parquet");
        Batches.write(
                file,
                schema,
                List.of(List.of(1, 2L, 3L, "0x04")),
                ParquetWriterOptions.DEFAULT.withCodec(codec),
                memory);
        return file;
    }

    @Test
    void duckDbSkipsByTheStatisticsAsTheyAreTrue() throws Exception {
        Schema schema = Schema.of(
                Field.optional("n", DataType.INT32),
                Field.optional("text", DataType.STRING),
                Field.required("x", DataType.FLOAT64),
                Field.optional("wide", DataType.decimal(30, 2)));
        List<List<@Nullable Object>> rows = IntStream.range(0, 4000)
                .mapToObj(row -> Arrays.<@Nullable Object>asList(
                        row % 3 == 0 ? null : (Object) (long) (row - 2000),
                        "é".repeat(40) + String.format("%05d", row),
                        row % 5 == 0 ? Double.NaN : row - 2000.0,
                        new BigDecimal(row - 2000).setScale(2)))
                .toList();
        Path file = directory.resolve("ordered.parquet");
        Batches.write(file, schema, rows, new ParquetWriterOptions(Codec.ZSTD, 500, 1 << 20, 128, 1 << 20, 0), memory);
        try (DuckDb duckdb = new DuckDb()) {
            for (String where : List.of(
                    "n BETWEEN -10 AND 10",
                    "n < -1990",
                    "text > '" + "é".repeat(40) + "03990'",
                    "text < '" + "é".repeat(40) + "00010'",
                    "x BETWEEN -10 AND 10",
                    "wide BETWEEN -10 AND 10")) {
                // the expression keeps DuckDB from looking at statistics
                String all = "SELECT count(*) FROM (SELECT n + 0 AS n, text || '' AS text, x + 0 AS x, wide + 0 AS wide"
                        + " FROM '"
                        + file + "') WHERE " + where;
                assertEquals(
                        duckdb.query(all), duckdb.query("SELECT count(*) FROM '" + file + "' WHERE " + where), where);
            }
        }
    }

    @Test
    void statisticsComeBackToThePlanner() {
        Schema schema = Schema.of(
                Field.required("n", DataType.INT32),
                Field.required("price", DataType.decimal(15, 2)),
                Field.required("kind", DataType.STRING));
        List<List<@Nullable Object>> rows = IntStream.range(0, 1000)
                .mapToObj(row -> List.<@Nullable Object>of(
                        (long) row - 300, new BigDecimal(row % 7).setScale(2), "kind " + row % 5))
                .toList();
        Path file = directory.resolve("statistics.parquet");
        Batches.write(file, schema, rows, ParquetWriterOptions.DEFAULT, memory);
        try (ParquetTable table = ParquetTable.open("s", List.of(file), memory.pool())) {
            TableStatistics statistics = table.statistics();
            assertEquals(1000, statistics.rows().orElseThrow());
            assertEquals(Bounds.of(-300, 699), statistics.columns().get(0).bounds());
            assertEquals(Bounds.of(0, 600), statistics.columns().get(1).bounds());
            assertEquals(7, statistics.columns().get(1).distinct().orElseThrow());
            assertEquals(5, statistics.columns().get(2).distinct().orElseThrow());
        }
    }

    @Test
    void dictionariesAreUsedWhereTheyPay() throws Exception {
        Schema schema = Schema.of(Field.required("few", DataType.INT64), Field.required("many", DataType.INT64));
        List<List<@Nullable Object>> rows = IntStream.range(0, 3000)
                .mapToObj(row -> List.<@Nullable Object>of((long) row % 10, (long) row))
                .toList();
        Path file = directory.resolve("d.parquet");
        Batches.write(file, schema, rows, ParquetWriterOptions.DEFAULT, memory);
        FileMetaData footer = FooterSurgery.footer(file);
        var chunks = footer.getRow_groups().getFirst().getColumns();
        assertTrue(chunks.get(0).getMeta_data().getEncodings().contains(Encoding.RLE_DICTIONARY));
        assertFalse(chunks.get(1).getMeta_data().getEncodings().contains(Encoding.RLE_DICTIONARY));
        assertFalse(chunks.get(1).getMeta_data().isSetDictionary_page_offset());
        assertNotNull(footer.getCreated_by());
    }

    @Test
    void nothingIsLeftOfAFileThatIsNotFinished() throws Exception {
        Path file = Files.writeString(directory.resolve("t.parquet"), "what was there before");
        Schema schema = Schema.of(Field.required("n", DataType.INT64));
        try (ParquetTableWriter writer = ParquetTableWriter.create(
                        file, schema, ParquetWriterOptions.DEFAULT, memory.pool(), memory.pages());
                MemoryScope scope = new MemoryScope(memory.pages(), memory.pool())) {
            writer.write(Batches.batch(schema, List.of(List.of(1L)), scope, false));
            assertEquals("what was there before", Files.readString(file));
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(file), left.toList());
        }
        assertEquals("what was there before", Files.readString(file));
        Batches.write(file, schema, List.of(List.of(2L)), ParquetWriterOptions.DEFAULT, memory);
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(file), left.toList());
        }
        assertEquals(1, ParquetJava.countRows(file));
    }

    @Test
    void whatCannotBeWrittenIsSaid() {
        Schema schema = Schema.of(Field.required("n", DataType.INT64));
        Path nowhere = directory.resolve("no/such/directory/t.parquet");
        CarbideException missing = assertThrows(
                CarbideException.class,
                () -> ParquetTableWriter.create(
                        nowhere, schema, ParquetWriterOptions.DEFAULT, memory.pool(), memory.pages()));
        assertTrue(missing.getMessage().startsWith("Cannot write " + nowhere), missing.getMessage());
        CarbideException isNull = assertThrows(
                CarbideException.class,
                () -> Batches.write(
                        directory.resolve("n.parquet"),
                        schema,
                        List.of(Arrays.asList((Object) null)),
                        ParquetWriterOptions.DEFAULT,
                        memory));
        assertEquals("Column n INT64 NOT NULL has a NULL", isNull.getMessage());
    }
}
