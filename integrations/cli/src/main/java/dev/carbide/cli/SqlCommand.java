package dev.carbide.cli;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.sql.Statement;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the statements of a text or a file. */
@Command(
        name = "sql",
        description = {
            "Runs SQL and prints the results.",
            "A quoted path stands for a table: select count(*) from 'data/lineitem.parquet'"
        })
final class SqlCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SessionOptions options = new SessionOptions();

    @ArgGroup(multiplicity = "0..1")
    private @Nullable Explaining explaining;

    @ArgGroup(multiplicity = "1")
    private Text text = new Text();

    private static final class Explaining {
        @Option(names = "--explain", required = true, description = "Print the plan and its pipelines instead of rows")
        private boolean explain;

        @Option(names = "--analyze", required = true, description = "Run, then print what each operator did and took")
        private boolean analyze;

        @Option(names = "--codegen", required = true, description = "Print the generated source")
        private boolean codegen;

        Statement.Kind kind() {
            return explain ? Statement.Kind.EXPLAIN : analyze ? Statement.Kind.ANALYZE : Statement.Kind.CODEGEN;
        }
    }

    private static final class Text {
        @Parameters(paramLabel = "SQL", description = "One or more statements, separated by semicolons", arity = "1")
        private @Nullable String sql;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                required = true,
                description = "A file of statements; - for standard input")
        private @Nullable Path file;

        String read() throws IOException {
            if (file == null) {
                return sql == null ? "" : sql;
            }
            try {
                return file.toString().equals("-")
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        : Files.readString(file);
            } catch (CharacterCodingException e) {
                throw new CarbideException("File " + file + " is no UTF-8 text", e);
            }
        }
    }

    SqlCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String script = text.read();
        try (Interruption interruption = new Interruption();
                OpenSession open = options.open()) {
            List<Statement> statements = open.session().parse(script);
            if (statements.isEmpty()) {
                throw new CarbideException("There is no statement in the text");
            }
            StatementRunner runner = new StatementRunner(open.session(), console.out());
            interruption.cancelling(runner::cancel);
            for (Statement statement : statements) {
                runner.run(statement, kind(statement), options.format());
            }
        } finally {
            console.out().flush();
        }
        return Failures.OK;
    }

    private Statement.Kind kind(Statement statement) {
        return explaining == null || statement.kind() != Statement.Kind.QUERY ? statement.kind() : explaining.kind();
    }
}
