package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB writes read as DuckDB reads them. */
final class DuckDbFilesTest {
    private static final String LINES = "SELECT i AS key, (i * 7 % 50 + 1)::DECIMAL(15,2) AS quantity, (hash(i) %"
        + " 10000000 / 100.0)::DECIMAL(15,2) AS price, (hash(i + 1) % 11 / 100.0)::DECIMAL(15,2) AS discount, DATE"
        + " '1992-01-01' + (hash(i) % 2526)::INTEGER AS ship, ['MAIL', 'AIR', 'REG AIR', 'TRUCK'][i % 4 + 1] AS mode,"
        + " CASE WHEN i % 7 = 0 THEN NULL ELSE 'comment number ' || hash(i) END AS comment FROM range(%d) r(i)";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd", "lz4_raw"})
    void linesReadAsTheyWere(String codec) throws Exception {
        Path file = directory.resolve("lines.parquet");
        try (DuckDb duckdb = new DuckDb();
                Memory memory = Memory.ofMegabytes(64)) {
            duckdb.run("COPY (" + LINES.replace("%d", "5000") + ") TO '" + file + "' (FORMAT parquet, CODEC '" + codec
                    + "')");
            try (ParquetTable table = ParquetTable.open("lines", List.of(file), memory.pool())) {
                assertEquals(
                        duckdb.query("SELECT key, quantity, price, discount, ship - DATE '1970-01-01', mode,"
                                        + " comment FROM '"
                                        + file + "'")
                                .toString(),
                        Rows.all(table, memory).toString());
            }
        }
    }
}
