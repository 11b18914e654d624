package dev.carbide.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Stands in the list of commands; the launcher runs the benchmarks' own main class, because they need more libraries. */
@Command(
        name = "bench",
        description = {
            "Compares with other engines, and runs micro benchmarks.",
            "Needs a checkout: ./carbide bench --help"
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(),
                "the benchmarks are not part of this jar: run ./carbide bench in a checkout of Carbide");
    }
}
