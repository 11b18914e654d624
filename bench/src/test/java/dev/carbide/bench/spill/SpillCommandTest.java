package dev.carbide.bench.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.cli.Console;
import dev.carbide.cli.Failures;
import dev.carbide.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The comparison within a memory limit on little data; and what tells results apart. */
final class SpillCommandTest {
    @Test
    void comparesAllQueries(@TempDir Path directory) throws IOException {
        Path spill = Files.createDirectory(directory.resolve("spill"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(out, new PrintWriter(err, true), false);
        int status = Main.execute(
                new CommandLine(new SpillCommand(console)),
                console,
                "--scale",
                "0.01",
                "--data",
                directory.resolve("data").toString(),
                "--spill-dir",
                spill.toString(),
                "--memory",
                "64m");
        assertEquals(Failures.OK, status, out + err.toString());
        List<String> lines = out.toString().lines().skip(2).limit(8).toList();
        assertTrue(lines.stream().allMatch(line -> line.endsWith("equal")), out.toString());
        assertTrue(lines.stream().allMatch(line -> line.contains("64.0 MiB")), out.toString());
        try (Stream<Path> left = Files.list(spill)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static RowDigest digest(@Nullable Object[]... rows) {
        RowDigest digest = new RowDigest(2, 0);
        for (@Nullable Object[] row : rows) {
            for (Object value : row) {
                switch (value) {
                    case null -> digest.addNull();
                    case Long number -> digest.add(number);
                    case BigDecimal number -> digest.add(number);
                    default -> digest.add((String) value);
                }
            }
            digest.endRow();
        }
        return digest;
    }

    @Test
    void checksumsDependOnRowsAndNotOnTheirOrder() {
        Object[] first = {1L, "a"};
        Object[] second = {2L, "b"};
        RowDigest expected = digest(first, second);
        assertEquals(expected.checksum(), digest(second, first).checksum());
        assertNotEquals(
                expected.checksum(),
                digest(new Object[] {1L, "b"}, new Object[] {2L, "a"}).checksum());
        assertNotEquals(expected.checksum(), digest(first, second, second).checksum());
        assertNotEquals(digest(first, first).checksum(), digest(second, second).checksum());
        assertNotEquals(
                digest(first).checksum(),
                digest(new @Nullable Object[] {1L, null}).checksum());
        assertNotEquals(
                digest(new Object[] {1L, new BigDecimal("1.5")}).checksum(),
                digest(new Object[] {1L, new BigDecimal("1.6")}).checksum());
    }

    @Test
    void noticesRowsOutOfOrder() {
        Object[] first = {1L, "b"};
        Object[] second = {2L, "a"};
        assertTrue(digest(first, first, second).ordered());
        assertFalse(digest(second, first).ordered());
        assertEquals(3, digest(first, second, first).rows());
    }

    @Test
    void outcomesKeepTheirTextAcrossProcesses() {
        Outcome failed = new Outcome("one: line\nanother = line", 1, 0, 0, true, 2, 3, 4);
        Outcome whole = new Outcome(null, 1, 2, -3, false, 4, 5, 6);
        assertEquals(failed, Outcome.parse(failed.text()));
        assertEquals(whole, Outcome.parse(whole.text()));
        assertEquals(null, Outcome.parse(""));
    }
}
