package dev.carbide.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.cli.Console;
import dev.carbide.cli.Main;
import dev.carbide.cli.Progress;
import dev.carbide.cli.compare.ResultComparison;
import dev.carbide.cli.compare.RowOrder;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.kernel.Kernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** TPC-H on Carbide gives what it gives on DuckDB, from memory and from files of either; and the comparison itself. */
final class CompareTest {
    private static final Set<TpchRelation> ALL = EnumSet.allOf(TpchRelation.class);
    private static final long MEMORY = 256 << 20;

    @TempDir
    static Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(out, new PrintWriter(err, true), false);

    @BeforeAll
    static void generate() throws IOException {
        StringWriter err = new StringWriter();
        Console silent = new Console(new StringWriter(), new PrintWriter(err, true), false);
        try (DataDirectory directory = new DataDirectory(data);
                Progress progress = new Progress(silent)) {
            assertTrue(directory.fill(0.01, 2, MEMORY, progress, cancel -> {}));
        }
    }

    private static void assertSameResults(BiConsumer<CarbideEngine, DuckDbEngine> provide) {
        try (CarbideEngine carbide = new CarbideEngine(
                        Kernel.builder().memory(MEMORY).workers(2).build());
                DuckDbEngine duckDb = new DuckDbEngine(2, MEMORY)) {
            provide.accept(carbide, duckDb);
            for (TpchQuery query : TpchQuery.supported()) {
                assertEquals(
                        Optional.empty(),
                        ResultComparison.difference(
                                duckDb.run(query).rows().get(),
                                carbide.run(query).rows().get(),
                                RowOrder.of(carbide.plan(query))),
                        query.name());
            }
        }
    }

    @Test
    void sameResultsFromMemory() {
        assertSameResults((carbide, duckDb) -> {
            carbide.load(data, ALL);
            duckDb.load(data, ALL);
            assertTrue(carbide.tableBytes() > 1 << 20);
            assertTrue(duckDb.tableBytes() > 1 << 20);
        });
    }

    @Test
    void sameResultsFromFiles() {
        assertSameResults((carbide, duckDb) -> {
            carbide.attach(data, ALL);
            duckDb.attach(data, ALL);
            assertEquals(0, carbide.tableBytes());
        });
    }

    @Test
    void sameResultsFromFilesThatDuckDbWrote(@TempDir Path copies) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (TpchRelation relation : ALL) {
                String file = relation.tableName() + ".parquet";
                statement.execute(
                        "COPY (FROM '" + data.resolve(file) + "') TO '" + copies.resolve(file) + "' (FORMAT parquet)");
            }
        }
        assertSameResults((carbide, duckDb) -> {
            carbide.attach(copies, ALL);
            duckDb.attach(data, ALL);
        });
    }

    @Test
    void comparesAndWritesFigures(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("figures.json");
        CommandLine command = new CommandLine(new CompareCommand(console));
        int status = Main.execute(
                command,
                console,
                "--data",
                data.toString(),
                "--storage",
                "parquet",
                "--scale",
                "0.01",
                "--queries",
                "1,6",
                "--runs",
                "1",
                "--threads",
                "2",
                "--memory",
                "256m",
                "--json",
                json.toString());
        assertEquals(0, status, err.toString());
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.get(0).startsWith("carbide: 8 tables attached in "), out.toString());
        assertTrue(lines.get(1).startsWith("duckdb: 8 tables attached in "), out.toString());
        assertTrue(
                lines.getLast().matches("geomean ratio <carbide/duckdb> \\d+\\.\\d\\d worst \\d+\\.\\d\\d \\(q[16]\\)"),
                out.toString());
        assertTrue(Files.readString(json).contains("\"geomean_ratio\": "), json.toString());
    }
}
