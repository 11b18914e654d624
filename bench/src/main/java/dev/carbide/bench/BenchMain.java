package dev.carbide.bench;

import dev.carbide.bench.compare.AnswersCommand;
import dev.carbide.bench.compare.CompareCommand;
import dev.carbide.bench.spill.SpillCommand;
import dev.carbide.cli.Console;
import dev.carbide.cli.Failures;
import dev.carbide.cli.Main;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Entry point of the benchmarks: {@code ./carbide bench}. */
@Command(name = "carbide bench", description = "Compares Carbide with other engines, and runs micro benchmarks.")
public final class BenchMain implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure as well")
    private boolean debug;

    private BenchMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        System.exit(run(Console.system(), arguments));
    }

    /** Runs one command and returns the exit status. */
    static int run(Console console, String... arguments) {
        CommandLine command = new CommandLine(new BenchMain())
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new SpillCommand(console))
                .addSubcommand(new AnswersCommand(console))
                .addSubcommand(new JmhCommand());
        return Main.execute(command, console, arguments);
    }

    @Override
    public Integer call() {
        CommandLine command = java.util.Objects.requireNonNull(spec).commandLine();
        command.usage(command.getOut());
        return Failures.OK;
    }

    /** Stands in the list of commands; {@link #main} hands its arguments to JMH as they are. */
    @Command(
            name = "jmh",
            description = "Runs micro benchmarks whose names match: jmh [REGEX] [options of JMH; -h lists them]")
    private static final class JmhCommand implements Callable<Integer> {
        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            return Failures.OK;
        }
    }
}
