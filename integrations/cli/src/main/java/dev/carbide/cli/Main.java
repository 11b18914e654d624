package dev.carbide.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
        name = "carbide",
        description = "Runs SQL over files and over generated data, within a memory limit.",
        versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = Failures.DEBUG,
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of a failure as well")
    private boolean debug;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Console.system(), arguments));
    }

    /** Runs one command and returns the exit status. */
    public static int run(Console console, String... arguments) {
        CommandLine command = new CommandLine(new Main())
                .addSubcommand(new TpchCommand(console))
                .addSubcommand(GenerateCommand.commandLine(console))
                .addSubcommand(new SqlCommand(console))
                .addSubcommand(new ShellCommand(console))
                .addSubcommand(new BenchCommand());
        return execute(command, console, arguments);
    }

    /** Runs a command with what all commands have in common: streams, help, messages and exit status of failures. */
    public static int execute(CommandLine command, Console console, String... arguments) {
        addStandards(command);
        Failures failures = new Failures();
        command.setOut(new java.io.PrintWriter(console.out(), true))
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError heap) {
            console.err().println("carbide: " + Failures.message(heap));
            return Failures.FAILED;
        }
    }

    private static void addStandards(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(Main::addStandards);
    }

    @Override
    public Integer call() {
        CommandLine command = java.util.Objects.requireNonNull(spec).commandLine();
        command.usage(command.getOut());
        return Failures.OK;
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "carbide " + (version == null ? "(built from sources)" : version),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }
}
