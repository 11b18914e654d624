package dev.carbide.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.cli.tpch.TpchFiles;
import dev.carbide.offheap.error.CancelledException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands from their arguments to output and exit status. */
final class CommandLineTest {
    @TempDir
    static Path data;

    @BeforeAll
    static void generate() throws IOException {
        CommandRun run = CommandRun.of("generate", "tpch", "--scale", "0.001", "--to", data.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("lineitem.parquet  6,005 rows"), run.out());
    }

    @Test
    void withoutArgumentsListsCommands() {
        CommandRun run = CommandRun.of();
        assertEquals(0, run.status());
        List.of("tpch", "generate", "sql", "shell", "bench")
                .forEach(name -> assertTrue(run.out().contains("\n  " + name), run.out()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tpch", "generate", "generate tpch", "sql", "shell", "bench"})
    void everyCommandHasHelp(String command) {
        CommandRun run = CommandRun.of((command + " --help").split(" "));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("Usage: carbide " + command), run.out());
    }

    @Test
    void tellsItsVersion() {
        CommandRun run = CommandRun.of("--version");
        assertEquals(0, run.status());
        assertTrue(run.out().startsWith("carbide "), run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate | 'frobnicate'",
                "sql | SQL",
                "sql --memory 5q select | a size is a number",
                "sql --memory 4k select | The memory of a kernel must be at least 1048576 bytes",
                "sql --spill-quota 5q select | a size is a number",
                "sql --spill-encrypt --spill-dir no-such-dir select | A spill directory must exist",
                "sql --threads 0 select | workers of a kernel must be 1 to 1024",
                "sql --format xml select | 'xml'",
                "sql --explain --codegen select | mutually exclusive",
                "sql -f a.sql select | Unmatched argument",
                "sql --table nopath select | NAME=PATH",
                "sql --spill-dir /no/such/directory select | /no/such/directory",
                "tpch --scale 0 | must be 0.001 to 1000",
                "tpch --scale big | a scale is a number",
                "tpch --queries 23 | queries 1 to 22, got 23",
                "tpch --queries one | got 'one'",
                "tpch --runs 0 | --runs must be at least 1",
                "generate | what is to be generated",
                "generate tpch | --to",
                "bench compare | ./carbide bench"
            })
    void rejectsWhatMakesNoSense(String arguments, String expected) {
        CommandRun run = CommandRun.of(arguments.strip().split(" "));
        assertAll(
                () -> assertEquals(2, run.status()),
                () -> assertTrue(run.err().startsWith("carbide: "), run.err()),
                () -> assertTrue(run.err().contains(expected), run.err()),
                () -> assertTrue(run.err().contains("--help tells what is possible"), run.err()),
                () -> assertEquals("", run.out()));
    }

    @Test
    void failsWithOneBlockAndWithATraceOnlyOnRequest() {
        CommandRun run = CommandRun.of("sql", "select no_such from 'x.parquet'");
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("carbide: "), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
        CommandRun traced = CommandRun.of("sql", "--debug", "select no_such from 'x.parquet'");
        assertEquals(1, traced.status());
        assertTrue(traced.err().startsWith(run.err()), traced.err());
        assertTrue(traced.err().contains("\tat dev.carbide."), traced.err());
    }

    @Test
    void runsStatementsOverFilesAndNamedTables() {
        String lineitem = data.resolve("lineitem.parquet").toString();
        CommandRun run = CommandRun.of(
                "sql",
                "--format",
                "csv",
                "--table",
                "items=" + lineitem,
                "select count(*) as n from items; select sum(l_quantity) as q from '" + lineitem + "' where l_tax < 0");
        assertEquals(0, run.status(), run.err());
        assertEquals("n\n6005\nq\n\n", run.out());
    }

    @Test
    void readsStatementsFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.sql"), "-- no rows\nselect r_name from r where r_regionkey > 9;\n");
        String table = "r=" + data.resolve("region.parquet");
        assertEquals(
                "r_name\n",
                CommandRun.of("sql", "--table", table, "--format", "tsv", "-f", file.toString())
                        .out());
        Files.write(file, "select 'ä'".getBytes(StandardCharsets.ISO_8859_1));
        CommandRun run = CommandRun.of("sql", "-f", file.toString());
        assertEquals(1, run.status());
        assertTrue(run.err().contains("no UTF-8 text"), run.err());
        CommandRun missing =
                CommandRun.of("sql", "-f", directory.resolve("none.sql").toString());
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains("There is no file or directory"), missing.err());
    }

    @Test
    void explains() {
        String query = "select r_name from '" + data.resolve("region.parquet") + "' where r_regionkey = 3";
        assertTrue(CommandRun.of("sql", "--explain", query).out().contains("pipeline 0:"));
        assertTrue(CommandRun.of("sql", "--analyze", query).out().contains("memory peak"));
        assertTrue(CommandRun.of("sql", "--codegen", query).out().contains("class "));
        assertTrue(CommandRun.of("sql", "explain " + query).out().contains("pipeline 0:"));
    }

    @Test
    void runsTpchOverFilesAndWritesFigures(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("figures.json");
        CommandRun run = CommandRun.of(
                "tpch",
                "--parquet",
                data.toString(),
                "--queries",
                "q6,1",
                "--runs",
                "1",
                "--threads",
                "1",
                "--json",
                json.toString());
        assertEquals(0, run.status(), run.err());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.get(4).matches("q1 +4 .* not checked"), run.out());
        assertTrue(lines.get(5).matches("q6 +1 .* not checked"), run.out());
        String document = Files.readString(json);
        assertTrue(document.contains("\"query\": \"q6\", \"rows\": 1, \"first_ms\": "), document);
    }

    @Test
    void generatesTpchIntoMemoryWithinTheLimit() {
        CommandRun run = CommandRun.of("tpch", "--scale", "0.001", "--queries", "6", "--runs", "1", "--memory", "64m");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("TPC-H scale 0.001"), run.out());
        CommandRun tooSmall =
                CommandRun.of("tpch", "--scale", "0.01", "--queries", "6", "--runs", "1", "--memory", "4m");
        assertEquals(1, tooSmall.status());
        assertTrue(
                tooSmall.err()
                        .contains("carbide: Table lineitem does not fit into memory: at scale 0.01 it needs about"),
                tooSmall.err());
        assertTrue(tooSmall.err().contains("the limit for everything is 4.0 MiB"), tooSmall.err());
    }

    @Test
    void saysWhichFileOfTpchIsMissing(@TempDir Path directory) {
        CommandRun run = CommandRun.of("tpch", "--parquet", directory.toString(), "--queries", "6");
        assertEquals(1, run.status());
        assertTrue(run.err().contains("lineitem.parquet"), run.err());
    }

    @Test
    void aCancelledGenerationLeavesNothing(@TempDir Path directory) throws IOException {
        try (TpchFiles files = new TpchFiles(0.001, 1, 64 << 20);
                Progress progress =
                        new Progress(new Console(new StringWriter(), new PrintWriter(new StringWriter()), false))) {
            files.cancel();
            assertThrows(CancelledException.class, () -> files.write(directory, progress, (file, rows) -> {}));
        }
        try (var left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
