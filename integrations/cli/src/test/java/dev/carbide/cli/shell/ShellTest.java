package dev.carbide.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.cli.Console;
import dev.carbide.cli.OpenSession;
import dev.carbide.cli.output.ResultFormat;
import dev.carbide.kernel.Kernel;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.MemoryTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell over a pipe, and what it does at a terminal without one. */
final class ShellTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private boolean run(String input) throws IOException {
        Console console = new Console(out, new PrintWriter(err, true), false);
        Kernel kernel = Kernel.builder().memory(32 << 20).workers(1).build();
        try (MemoryTable.Builder builder = MemoryTable.builder(
                "t",
                Schema.of(Field.required("amount", DataType.INT64), Field.optional("name", DataType.STRING)),
                kernel.memoryPool(),
                kernel.pages())) {
            builder.appendRow(1L, "one").appendRow(2L, "two; or so").appendRow(3L, null);
            try (MemoryTable table = builder.build();
                    OpenSession open = new OpenSession(kernel)) {
                open.session().register("t", table);
                boolean good = new Shell(open, ResultFormat.CSV, console, false)
                        .run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
                completions(open);
                table.close();
                return good;
            }
        }
    }

    private final List<String> completions = new ArrayList<>();

    private void completions(OpenSession open) {
        NameCompleter completer = new NameCompleter(open.session());
        completer.suggest("AM", "select AM", completions::add);
        completer.suggest(".f", ".f", completions::add);
    }

    @Test
    void cachesTables() throws IOException {
        assertTrue(run("cache table t; show cache; uncache table t; show cache;"), err::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals(
                "table_name,storage_level,fraction_cached,memory_bytes,disk_bytes,hits,misses,evictions", lines.get(2));
        assertTrue(lines.get(3).startsWith("t,MEMORY_AND_DISK,1.0,"), lines.get(3));
        assertEquals(List.of("rows", "3"), lines.subList(0, 2));
        assertEquals(7, lines.size());
    }

    @Test
    void runsStatementsOfSeveralLinesAndCommands() throws IOException {
        assertTrue(run("""
            .tables
            .columns T
            select name -- not yet;
            from t where amount = 2;
            .format json
            select 1 as one; select amount from t
            where name is null;
            .quit
            select never;
            """), err.toString());
        assertEquals("""
            t
            amount INT64 NOT NULL
            name STRING
            name
            two; or so
            [
            {"one": 1}
            ]
            [
            {"amount": 3}
            ]
            """, out.toString());
        assertEquals(List.of("amount", ".format"), completions);
    }

    @Test
    void goesOnAfterAFailureButSaysSo() throws IOException {
        assertFalse(run("select nothing from t;\n.nonsense\n.open x\nselect count(*) as n from t\n"));
        assertEquals("n\n3\n", out.toString());
        assertTrue(err.toString().contains("line 1, column 8"), err.toString());
        assertTrue(err.toString().contains("There is no command .nonsense"), err.toString());
        assertTrue(err.toString().contains("NAME=PATH"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  \n", ".tables", "select 1;", "select ';' ; -- done", "select 1; /* ; */ \n", "select 1;;"
            })
    void complete(String text) {
        assertTrue(StatementEnd.isComplete(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "select ';",
                "select \"a;",
                "select 1 -- ;",
                "select 1 /* ;",
                "select 1; select",
                "-- ;"
            })
    void incomplete(String text) {
        assertFalse(StatementEnd.isComplete(text));
    }
}
