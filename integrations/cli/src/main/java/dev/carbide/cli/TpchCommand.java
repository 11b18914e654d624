package dev.carbide.cli;

import dev.carbide.cli.output.JsonText;
import dev.carbide.cli.tpch.TpchAnswers;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.cli.tpch.TpchScale;
import dev.carbide.cli.tpch.TpchTables;
import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.explain.Quantity;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.sql.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the queries of TPC-H and prints what each took. */
@Command(
        name = "tpch",
        description = {
            "Runs the queries of TPC-H over generated tables in memory, or over files.",
            "At scale " + TpchAnswers.SCALE + " the results are checked against known answers."
        })
final class TpchCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private KernelOptions options = new KernelOptions("2g");

    @Option(
            names = "--scale",
            paramLabel = "S",
            converter = TpchScale.Converter.class,
            description = "Size of the data; 1 is about 1 GB as text (default: ${DEFAULT-VALUE})")
    private double scale = TpchAnswers.SCALE;

    @Option(
            names = "--queries",
            paramLabel = "N",
            split = ",",
            description = "Numbers of queries, separated by commas (default: all that are supported)")
    private List<String> queries = List.of();

    @Option(
            names = "--parquet",
            paramLabel = "DIR",
            description = "Read DIR/<table>.parquet instead of generating tables")
    private @Nullable Path directory;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs after the first, for the median (default: ${DEFAULT-VALUE})")
    private int runs = 3;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file")
    private @Nullable Path json;

    TpchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<TpchQuery> chosen = chosenQueries();
        if (runs < 1) {
            throw usage("--runs must be at least 1, got " + runs, null);
        }
        // Beside the loading of tables, so that the first query does not wait for the planner's classes.
        Thread.ofPlatform().daemon().name("carbide-warm-up").start(SqlSession::preWarm);
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console);
                Kernel kernel = options.kernel()) {
            long begin = System.nanoTime();
            try (TpchTables tables = load(kernel, TpchQuery.relations(chosen), progress, interruption);
                    SqlSession session = SqlSession.of(kernel)) {
                tables.register(session);
                describe(tables, System.nanoTime() - begin);
                TpchRun run = new TpchRun(session, isChecked(tables));
                interruption.cancelling(run::cancel);
                List<TpchRun.Figures> all = run(run, chosen, progress);
                if (json != null) {
                    Files.writeString(json, JsonText.of(document(all, tables)) + "\n");
                }
                return all.stream().allMatch(TpchRun.Figures::isGood) ? Failures.OK : Failures.FAILED;
            }
        }
    }

    private List<TpchQuery> chosenQueries() {
        try {
            return queries.isEmpty() ? TpchQuery.supported() : TpchQuery.parse(queries);
        } catch (CarbideException e) {
            throw usage(e.getMessage(), e);
        }
    }

    private ParameterException usage(@Nullable String message, @Nullable Exception cause) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message, cause);
    }

    private TpchTables load(Kernel kernel, Set<TpchRelation> needed, Progress progress, Interruption interruption) {
        if (directory != null) {
            return TpchTables.open(kernel, directory, needed);
        }
        Set<TpchRelation> relations = TpchTables.relationsFor(scale, needed, options.memory());
        if (relations.size() < TpchRelation.values().length) {
            console.note(
                    "Only the tables that the queries need, because all would take more than half of --memory: %s",
                    relations.stream().map(TpchRelation::tableName).collect(Collectors.joining(", ")));
        }
        return TpchTables.generate(kernel, scale, options.threads(), relations, progress, interruption::cancelling);
    }

    private void describe(TpchTables tables, long nanos) throws IOException {
        String what = directory == null
                ? String.format(
                        "TPC-H scale %s, %s in memory, generated in %s",
                        scale, Quantity.bytes(tables.bytes()), Quantity.nanos(nanos))
                : String.format("TPC-H from %s", directory);
        console.out()
                .append(what)
                .append(String.format(
                        ", %s rows; %d threads, limit %s%n%n",
                        Quantity.count(tables.rows()), options.threads(), Quantity.bytes(options.memory())));
        console.out().flush();
    }

    /** Whether these are the rows that the answers were computed for. */
    private boolean isChecked(TpchTables tables) {
        return directory == null ? scale == TpchAnswers.SCALE : tables.hasScaleOfAnswers();
    }

    private List<TpchRun.Figures> run(TpchRun run, List<TpchQuery> chosen, Progress progress) throws IOException {
        TpchReport report = new TpchReport(console.out());
        report.begin();
        List<TpchRun.Figures> all = new ArrayList<>();
        for (TpchQuery query : chosen) {
            progress.begin("running " + query.name(), () -> Double.NaN);
            TpchRun.Figures figures = run.run(query, runs);
            progress.end();
            report.add(figures);
            all.add(figures);
            RuntimeException failure = figures.failure();
            if (failure != null) {
                Failures.report(
                        query.name() + ": " + figures.error(),
                        failure,
                        Objects.requireNonNull(spec).commandLine());
            }
        }
        return all;
    }

    private Map<String, @Nullable Object> document(List<TpchRun.Figures> all, TpchTables tables) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("suite", "tpch");
        document.put("storage", directory == null ? "memory" : "parquet");
        document.put("scale", directory == null ? (Double) scale : null);
        document.put("directory", directory == null ? null : directory.toString());
        document.put("threads", options.threads());
        document.put("memory_limit_bytes", options.memory());
        document.put("table_bytes", tables.bytes());
        document.put("queries", all.stream().map(TpchRun.Figures::document).toList());
        return document;
    }
}
