package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.type.Schema;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the writer writes, the reader reads: all types, with every codec, over page and dictionary sizes and null patterns. */
final class RoundTripTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "ZSTD, 2500, 20, 0.2, 262144, 32768, 65536",
        "SNAPPY, 2500, 2500, 0.0, 262144, 1024, 65536",
        "LZ4_RAW, 3000, 600, 0.5, 2000, 512, 100",
        "GZIP, 1500, 1500, 0.01, 700, 64, 0",
        "UNCOMPRESSED, 1500, 3, 0.9, 3000, 64, 65536",
        "UNCOMPRESSED, 300, 50, 1.0, 128, 64, 65536",
        "ZSTD, 1, 1, 0.0, 128, 64, 65536",
        "ZSTD, 0, 1, 0.0, 128, 64, 65536",
    })
    void allTypes(
            Codec codec, int count, int distinct, double nulls, int rowGroupRows, int pageRows, int dictionaryValues)
            throws Exception {
        Schema schema = Values.schema();
        List<List<@Nullable Object>> rows = Values.rows(schema, count, distinct, nulls, new Random(count));
        Path file = directory.resolve("all.parquet");
        ParquetWriterOptions options =
                new ParquetWriterOptions(codec, rowGroupRows, 1 << 20, pageRows, 8 << 10, dictionaryValues);
        try (Memory memory = Memory.ofMegabytes(128)) {
            Batches.write(file, schema, rows, options, memory);
            try (ParquetTable table = ParquetTable.open("all", List.of(file), memory.pool())) {
                for (int batchRows : new int[] {2048, 7}) {
                    int[] columns =
                            java.util.stream.IntStream.range(0, schema.size()).toArray();
                    var read = Rows.read(table, Rows.request(memory, columns, List.of(), batchRows));
                    assertEquals(rows.toString(), read.toString());
                }
            }
        }
    }
}
