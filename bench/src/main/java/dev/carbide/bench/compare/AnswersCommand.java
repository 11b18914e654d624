package dev.carbide.bench.compare;

import dev.carbide.cli.Console;
import dev.carbide.cli.Failures;
import dev.carbide.cli.Interruption;
import dev.carbide.cli.KernelOptions;
import dev.carbide.cli.Progress;
import dev.carbide.cli.compare.ResultRows;
import dev.carbide.cli.output.CsvText;
import dev.carbide.cli.tpch.TpchAnswers;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the answers that {@code carbide tpch} checks its results with. */
@Command(
        name = "answers",
        description = "Computes the answers of all TPC-H queries at scale " + TpchAnswers.SCALE
                + " with DuckDB, over the rows that Carbide generates, as CSV files.")
public final class AnswersCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private KernelOptions options = new KernelOptions("2g");

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "Directory of the files")
    private Path directory = Path.of(".");

    public AnswersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(directory);
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console);
                DataDirectory files = new DataDirectory(null)) {
            files.fill(TpchAnswers.SCALE, options.threads(), options.memory(), progress, interruption::cancelling);
            try (Engine duckDb = new DuckDbEngine(options.threads(), options.memory())) {
                interruption.cancelling(duckDb::cancel);
                duckDb.load(files.path(), EnumSet.allOf(TpchRelation.class));
                for (TpchQuery query : TpchQuery.all()) {
                    ResultRows answer = duckDb.run(query).rows().get();
                    Files.writeString(directory.resolve(query.name() + ".csv"), csv(answer));
                }
            }
        }
        return Failures.OK;
    }

    private static String csv(ResultRows answer) {
        StringBuilder text = new StringBuilder(CsvText.record(answer.columns()));
        for (List<@Nullable Object> row : answer.rows()) {
            List<@Nullable String> values = new ArrayList<>();
            row.forEach(value -> values.add(value == null ? null : value.toString()));
            text.append(CsvText.record(values));
        }
        return text.toString();
    }
}
