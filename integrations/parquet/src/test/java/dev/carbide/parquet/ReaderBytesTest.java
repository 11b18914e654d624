package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table says that its readers hold, compared with what they hold. */
final class ReaderBytesTest {
    private static final int ROWS = 120_000;
    /** Rather too much than too little, but not so much that queries are refused for it. */
    private static final int MOST_TIMES_TOO_LARGE = 4;

    private final Memory memory = Memory.ofMegabytes(256);

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        memory.close();
    }

    private static List<List<@Nullable Object>> rows() {
        Random random = new Random(7);
        return IntStream.range(0, ROWS)
                .mapToObj(row -> Arrays.<@Nullable Object>asList(
                        random.nextLong(),
                        (long) row,
                        "kind " + row % 50,
                        Long.toString(random.nextLong(), 36) + Long.toString(random.nextLong(), 36)))
                .toList();
    }

    private void assertHoldsWhatItSays(Path file) {
        try (ParquetTable table = ParquetTable.open("t", List.of(file), memory.pool())) {
            for (List<Integer> columns :
                    List.of(List.of(0), List.of(1), List.of(2), List.of(3), List.of(0, 1, 2, 3), List.of(3, 0, 3))) {
                long held = held(table, columns);
                long said = table.readerBytes(columns);
                String figures = columns + ": holds " + held + ", says " + said;
                assertTrue(held <= said && said <= MOST_TIMES_TOO_LARGE * held, figures);
            }
            assertEquals(table.readerBytes(List.of(3, 0)), table.readerBytes(List.of(3, 0, 3)));
        }
    }

    private long held(ParquetTable table, List<Integer> columns) {
        try (MemoryPool pool = memory.pool().child("reader " + columns);
                Source source = table.open(
                        new ScanRequest(columns, List.of(), pool, memory.pages(), 2048, Cancellation.NEVER));
                BatchReader reader = source.newReader()) {
            int rows = 0;
            for (var batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.rowCount();
            }
            assertEquals(ROWS, rows);
            return pool.peak();
        }
    }

    @Test
    void ofFilesOfItsOwn() {
        Schema schema = Schema.of(
                Field.required("random", DataType.INT64),
                Field.required("number", DataType.INT64),
                Field.required("kind", DataType.STRING),
                Field.required("text", DataType.STRING));
        for (Codec codec : List.of(Codec.ZSTD, Codec.UNCOMPRESSED)) {
            Path file = directory.resolve(codec + ".parquet");
            Batches.write(
                    file,
                    schema,
                    rows(),
                    new ParquetWriterOptions(codec, 1 << 16, 128L << 20, 1 << 15, 1 << 20, 1 << 16),
                    memory);
            assertHoldsWhatItSays(file);
        }
    }

    @Test
    void ofFilesOfParquetJava() throws Exception {
        Path file = directory.resolve("java.parquet");
        List<List<@Nullable Object>> rows = rows();
        ParquetJava.write(
                file,
                "message m { required int64 random; required int64 number; required binary kind (STRING);"
                        + " required binary text (STRING); }",
                ROWS,
                builder -> builder.withCompressionCodec(CompressionCodecName.SNAPPY),
                (group, row) -> {
                    group.add("random", (Long) rows.get(row).get(0));
                    group.add("number", (Long) rows.get(row).get(1));
                    group.add("kind", (String) rows.get(row).get(2));
                    group.add("text", (String) rows.get(row).get(3));
                });
        assertHoldsWhatItSays(file);
    }
}
