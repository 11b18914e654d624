package dev.carbide.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes files of test data. */
@Command(name = "generate", description = "Makes Parquet files of test data.")
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** With its subcommands. */
    static CommandLine commandLine(Console console) {
        return new CommandLine(new GenerateCommand()).addSubcommand(new GenerateTpchCommand(console));
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "what is to be generated? Try: tpch");
    }
}
