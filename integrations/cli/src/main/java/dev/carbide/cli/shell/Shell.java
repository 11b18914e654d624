package dev.carbide.cli.shell;

import dev.carbide.cli.Console;
import dev.carbide.cli.Failures;
import dev.carbide.cli.OpenSession;
import dev.carbide.cli.StatementRunner;
import dev.carbide.cli.output.ResultFormat;
import dev.carbide.kernel.explain.Quantity;
import dev.carbide.sql.Statement;
import java.io.IOException;
import java.io.InputStream;

/** Reads statements and dot commands and runs them, until the end of the input. */
public final class Shell {
    private final OpenSession open;
    private final Console console;
    private final ShellCommands commands;
    private final StatementRunner runner;
    private final boolean debug;

    /** @param debug whether failures come with their stack traces */
    public Shell(OpenSession open, ResultFormat format, Console console, boolean debug) {
        this.open = open;
        this.console = console;
        this.debug = debug;
        this.commands = new ShellCommands(open, format, console.out());
        this.runner = new StatementRunner(open.session(), console.out());
    }

    /**
     * With a prompt if a person types, else silently.
     *
     * @return whether nothing failed; at a terminal failures do not count
     */
    public boolean run(InputStream in) throws IOException {
        try (Input input =
                console.interactive() ? new TerminalInput(new NameCompleter(open.session())) : new PlainInput(in)) {
            boolean good = run(input);
            return good || console.interactive();
        } finally {
            console.out().flush();
        }
    }

    private boolean run(Input input) throws IOException {
        boolean good = true;
        for (String text = input.next(); text != null; text = input.next()) {
            try {
                if (StatementEnd.isCommand(text)) {
                    if (!commands.run(text)) {
                        return good;
                    }
                } else {
                    run(text, input);
                }
            } catch (RuntimeException e) {
                good = false;
                console.err().println(Failures.message(e));
                if (debug) {
                    e.printStackTrace(console.err());
                }
            } finally {
                console.out().flush();
            }
        }
        return good;
    }

    private void run(String text, Input input) throws IOException {
        runner.allow();
        for (Statement statement : open.session().parse(text)) {
            long begin = System.nanoTime();
            input.interruptible(runner::cancel, () -> runner.run(statement, statement.kind(), commands.format()));
            if (commands.timing() && console.interactive()) {
                console.note("%s", Quantity.nanos(System.nanoTime() - begin));
            }
        }
    }
}
