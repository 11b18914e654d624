package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.format.TableFormats;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of one file and of several, and how their scans behave: projection, sharing, limits, cancellation. */
final class ScanTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("key", DataType.INT64),
            Field.optional("kind", DataType.STRING),
            Field.optional("text", DataType.STRING));

    private final Memory memory = Memory.ofMegabytes(64);

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        memory.close();
    }

    private static List<List<@Nullable Object>> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(row -> Arrays.<@Nullable Object>asList(
                        (long) row, row % 5 == 0 ? null : "kind " + row % 3, "some text that is long enough " + row))
                .toList();
    }

    private Path write(String name, List<List<@Nullable Object>> rows, int rowGroupRows) {
        Path file = directory.resolve(name);
        Batches.write(
                file,
                SCHEMA,
                rows,
                new ParquetWriterOptions(Codec.SNAPPY, rowGroupRows, 1 << 30, 1024, 1 << 20, 64),
                memory);
        return file;
    }

    @Test
    void columnsComeInTheOrderAskedForAlsoTwiceOrNotAtAll() {
        Path file = write("a.parquet", rows(0, 3000), 1000);
        try (ParquetTable table = ParquetTable.open("a", List.of(file), memory.pool())) {
            var read = Rows.read(table, Rows.request(memory, new int[] {2, 0, 2}, List.of(), 512));
            assertEquals(
                    Arrays.asList("some text that is long enough 7", 7L, "some text that is long enough 7"),
                    read.get(7));
            assertEquals(
                    3000,
                    Rows.read(table, Rows.request(memory, new int[] {}, List.of(), 512))
                            .size());
        }
    }

    @Test
    void filesDirectoriesAndGlobsAreTables() throws Exception {
        write("part-1.parquet", rows(0, 100), 1000);
        write("part-2.parquet", rows(100, 250), 70);
        Files.writeString(directory.resolve("_SUCCESS"), "");
        Files.writeString(directory.resolve("notes.txt"), "no data");
        for (String path :
                List.of(directory.toString(), directory + "/part-*.parquet", directory + "/part-{1,2}.parquet")) {
            Table table = TableFormats.open(path, memory.pool(), memory.pages());
            assertEquals(rows(0, 250), Rows.all((ParquetTable) table, memory));
            assertEquals(250, table.statistics().rows().orElseThrow());
            ((ParquetTable) table).close();
        }
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThrows(CarbideException.class, () -> TableFormats.open(empty.toString(), memory.pool(), memory.pages()));
    }

    @Test
    void filesThatDifferAreNamedWithTheColumn() {
        Path first = write("first.parquet", rows(0, 10), 1000);
        Path second = directory.resolve("second.parquet");
        Schema other = Schema.of(SCHEMA.field(0), Field.optional("kind", DataType.INT32), SCHEMA.field(2));
        Batches.write(second, other, List.of(), ParquetWriterOptions.DEFAULT, memory);
        CarbideException error = assertThrows(
                CarbideException.class, () -> ParquetTable.open("t", List.of(first, second), memory.pool()));
        assertEquals(
                "Cannot read " + second
                        + ": all files of a table must have the same columns; column 2 is kind INT32, in " + first
                        + " it is kind STRING",
                error.getMessage());
        Path third = directory.resolve("third.parquet");
        Batches.write(third, Schema.of(SCHEMA.field(0)), List.of(), ParquetWriterOptions.DEFAULT, memory);
        CarbideException missing = assertThrows(
                CarbideException.class, () -> ParquetTable.open("t", List.of(first, third), memory.pool()));
        assertTrue(missing.getMessage().contains("column 2 is missing"), missing.getMessage());
    }

    @Test
    void nestedColumnsAreRefusedByName() throws Exception {
        Path file = directory.resolve("nested.parquet");
        ParquetJava.write(
                file,
                "message m { required int64 key; optional group tags (LIST) { repeated group list { optional int32"
                        + " element; } } }",
                1,
                builder -> builder,
                (group, row) -> group.add("key", 1L));
        CarbideException error =
                assertThrows(CarbideException.class, () -> ParquetTable.open("t", List.of(file), memory.pool()));
        assertEquals(
                "Cannot read " + file
                        + ", column tags: the column is nested (a list, map or struct); only flat columns can be read",
                error.getMessage());
    }

    @Test
    void severalReadersShareTheRowsOfOneRowGroup() throws Exception {
        int count = 300_000;
        Path file = directory.resolve("large.parquet");
        Schema schema = Schema.of(Field.required("key", DataType.INT64), Field.required("kind", DataType.STRING));
        List<List<@Nullable Object>> rows = IntStream.range(0, count)
                .mapToObj(row -> Arrays.<@Nullable Object>asList((long) row, "kind " + row % 3))
                .toList();
        Batches.write(
                file, schema, rows, new ParquetWriterOptions(Codec.LZ4_RAW, count, 1 << 30, 8192, 1 << 20, 64), memory);
        try (ParquetTable table = ParquetTable.open("large", List.of(file), memory.pool());
                Source source = table.open(Rows.request(memory, new int[] {0, 1}, List.of(), 2048));
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            assertTrue(source.maxReaders() > 1);
            ConcurrentHashMap<Object, Object> seen = new ConcurrentHashMap<>();
            List<Callable<Integer>> readers = IntStream.range(0, 3)
                    .<Callable<Integer>>mapToObj(_ -> () -> readInto(source, seen))
                    .toList();
            int total = 0;
            for (Future<Integer> reader : threads.invokeAll(readers)) {
                total += reader.get();
            }
            assertEquals(count, total);
            assertEquals(count, seen.size());
        }
    }

    private static int readInto(Source source, ConcurrentHashMap<Object, Object> seen) {
        int rows = 0;
        try (BatchReader reader = source.newReader()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    Long key = (Long) Rows.value(batch.column(0), row);
                    assertEquals("kind " + key % 3, Rows.value(batch.column(1), row));
                    assertNull(seen.put(key, key));
                }
                rows += batch.rowCount();
            }
        }
        return rows;
    }

    @Test
    void dictionariesAreKeptAndStayTheSameObjectPerRowGroup() {
        Path file = write("kinds.parquet", rows(0, 6000), 3000);
        try (ParquetTable table = ParquetTable.open("kinds", List.of(file), memory.pool());
                Source source = table.open(Rows.request(memory, new int[] {1, 2}, List.of(), 1000));
                BatchReader reader = source.newReader()) {
            List<Column> dictionaries = new ArrayList<>();
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                assertEquals(Encoding.DICTIONARY, batch.column(0).encoding());
                assertEquals(Encoding.FLAT, batch.column(1).encoding());
                dictionaries.add(batch.column(0).dictionary());
            }
            assertEquals(6, dictionaries.size());
            assertSame(dictionaries.get(0), dictionaries.get(2));
            assertSame(dictionaries.get(3), dictionaries.get(5));
            assertNotSame(dictionaries.get(0), dictionaries.get(3));
        }
    }

    @Test
    void aChunkThatLeavesItsDictionaryGoesOnFlat() {
        Path file = directory.resolve("mixed.parquet");
        List<List<@Nullable Object>> rows = IntStream.range(0, 5000)
                .mapToObj(row -> Arrays.<@Nullable Object>asList(
                        row % 6 == 0
                                ? null
                                : row < 3000 ? "an often repeated text " + row % 5 : "a text of its own " + row))
                .toList();
        Batches.write(
                file,
                Schema.of(Field.optional("text", DataType.STRING)),
                rows,
                new ParquetWriterOptions(Codec.SNAPPY, 5000, 1 << 30, 1024, 1 << 20, 64),
                memory);
        try (ParquetTable table = ParquetTable.open("mixed", List.of(file), memory.pool())) {
            for (int batchRows : new int[] {2048, 1000, 64}) {
                assertEquals(rows, Rows.read(table, Rows.request(memory, new int[] {0}, List.of(), batchRows)));
            }
            try (Source source = table.open(Rows.request(memory, new int[] {0}, List.of(), 1024));
                    BatchReader reader = source.newReader()) {
                List<Encoding> encodings = new ArrayList<>();
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    encodings.add(batch.column(0).encoding());
                }
                assertEquals(
                        List.of(Encoding.DICTIONARY, Encoding.DICTIONARY, Encoding.FLAT, Encoding.FLAT, Encoding.FLAT),
                        encodings);
            }
        }
    }

    @Test
    void columnsWithoutNullsAreNotNullWhateverTheSchemaSays() throws Exception {
        Path file = directory.resolve("duck.parquet");
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.run("COPY (SELECT i AS key, CASE WHEN i = 9 THEN NULL ELSE i END AS hole FROM range(10) r(i)) TO '"
                    + file + "' (FORMAT parquet)");
        }
        try (ParquetTable table = ParquetTable.open("duck", List.of(file), memory.pool())) {
            assertFalse(table.schema().field(0).nullable());
            assertTrue(table.schema().field(1).nullable());
        }
    }

    @Test
    void textThatIsNotUtf8IsAnError() throws Exception {
        byte[][] texts = {
            {'a', (byte) 0xFF},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {'x', 'y', (byte) 0xE2}
        };
        for (byte[] text : texts) {
            for (boolean dictionary : new boolean[] {true, false}) {
                Path file = directory.resolve("text" + Arrays.hashCode(text) + dictionary + ".parquet");
                ParquetJava.write(
                        file,
                        "message m { required binary text (STRING); }",
                        20,
                        builder -> builder.withDictionaryEncoding(dictionary),
                        (group, row) ->
                                group.add("text", org.apache.parquet.io.api.Binary.fromConstantByteArray(text)));
                try (ParquetTable table = ParquetTable.open("t", List.of(file), memory.pool())) {
                    CarbideException error = assertThrows(CarbideException.class, () -> Rows.all(table, memory));
                    assertEquals(
                            "Cannot read " + file + ", row group 0, column text, "
                                    + (dictionary ? "dictionary page" : "page 0") + ": a text value of " + text.length
                                    + " bytes is not valid UTF-8",
                            error.getMessage());
                }
            }
        }
    }

    @Test
    void aReaderThatDoesNotFitTheBudgetSaysSoAndFreesAll() {
        Path file = write("a.parquet", rows(0, 3000), 3000);
        try (ParquetTable table = ParquetTable.open("a", List.of(file), memory.pool())) {
            long before = memory.pool().reserved();
            for (long limit = 0; limit < 1 << 20; limit += 40_000) {
                var pool = memory.pool().child("small", limit);
                ScanRequest request = new ScanRequest(
                        List.of(0, 1, 2),
                        List.of(),
                        pool,
                        memory.pages(),
                        2048,
                        dev.carbide.operators.scan.Cancellation.NEVER);
                try {
                    assertEquals(3000, Rows.read(table, request).size());
                } catch (MemoryLimitException e) {
                    assertNotNull(e.getMessage());
                }
                pool.close();
                assertEquals(before, memory.pool().reserved());
            }
        }
    }

    @Test
    void aCancelledScanStops() {
        Path file = write("a.parquet", rows(0, 3000), 3000);
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ParquetTable table = ParquetTable.open("a", List.of(file), memory.pool());
                Source source = table.open(
                        new ScanRequest(List.of(0), List.of(), memory.pool(), memory.pages(), 512, cancelled::get));
                BatchReader reader = source.newReader()) {
            assertNotNull(reader.next());
            cancelled.set(true);
            assertThrows(CancelledException.class, reader::next);
        }
    }

    @Test
    void aSourceClosedHalfReadFreesAll() {
        Path file = write("a.parquet", rows(0, 3000), 500);
        try (ParquetTable table = ParquetTable.open("a", List.of(file), memory.pool())) {
            long before = memory.pool().reserved();
            try (Source source = table.open(Rows.request(memory, new int[] {0, 1, 2}, List.of(), 100));
                    BatchReader one = source.newReader();
                    BatchReader two = source.newReader()) {
                assertNotNull(one.next());
                assertNotNull(two.next());
                assertTrue(memory.pool().reserved() > before);
            }
            assertEquals(before, memory.pool().reserved());
        }
    }
}
