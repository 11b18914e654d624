package dev.carbide.cli;

import dev.carbide.cli.shell.Shell;
import dev.carbide.sql.SqlSession;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** SQL, interactively. */
@Command(
        name = "shell",
        description = {
            "Runs SQL interactively: statements end with a semicolon, .help tells the rest.",
            "A quoted path stands for a table: select count(*) from 'data/lineitem.parquet';"
        })
final class ShellCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SessionOptions options = new SessionOptions();

    ShellCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Thread.ofPlatform().daemon().name("carbide-warm-up").start(SqlSession::preWarm);
        try (OpenSession open = options.open()) {
            boolean debug = Failures.wantsTraces(Objects.requireNonNull(spec).commandLine());
            return new Shell(open, options.format(), console, debug).run(System.in) ? Failures.OK : Failures.FAILED;
        }
    }
}
