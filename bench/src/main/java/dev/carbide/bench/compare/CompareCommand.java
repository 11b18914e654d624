package dev.carbide.bench.compare;

import dev.carbide.cli.Console;
import dev.carbide.cli.Failures;
import dev.carbide.cli.Interruption;
import dev.carbide.cli.KernelOptions;
import dev.carbide.cli.Progress;
import dev.carbide.cli.output.JsonText;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.cli.tpch.TpchScale;
import dev.carbide.kernel.explain.Quantity;
import dev.carbide.offheap.error.CarbideException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures Carbide against another engine. */
@Command(
        name = "compare",
        description = {
            "Runs a suite on Carbide and on another engine in turn, in one process, over the same rows with the same"
                    + " number of threads, and compares results and times."
        })
public final class CompareCommand implements Callable<Integer> {
    private final Console console;

    /** The engines to compare with. */
    enum Against {
        DUCKDB
    }

    /** The suites. */
    enum Suite {
        TPCH
    }

    /** Where the tables are. */
    enum Storage {
        MEMORY,
        PARQUET;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private KernelOptions options = new KernelOptions("4g");

    @Option(names = "--against", paramLabel = "ENGINE", description = "The other engine: duckdb, which is the default")
    private Against against = Against.DUCKDB;

    @Option(names = "--suite", paramLabel = "SUITE", description = "The queries: tpch, which is the default")
    private Suite suite = Suite.TPCH;

    @Option(
            names = "--scale",
            paramLabel = "S",
            converter = TpchScale.Converter.class,
            description = "Size of the data (default: ${DEFAULT-VALUE})")
    private double scale = 1;

    @Option(
            names = "--storage",
            paramLabel = "STORAGE",
            description = "Tables in memory, or Parquet files: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Storage storage = Storage.MEMORY;

    @Option(
            names = "--queries",
            paramLabel = "N",
            split = ",",
            description = "Numbers of queries, separated by commas (default: all that Carbide supports)")
    private List<String> queries = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs that count, after some that do not (default: ${DEFAULT-VALUE})")
    private int runs = 5;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the files that both engines read there, and use them if they are there")
    private @Nullable Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file")
    private @Nullable Path json;

    public CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<TpchQuery> chosen = chosenQueries();
        if (runs < 1) {
            throw usage("--runs must be at least 1, got " + runs, null);
        }
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console);
                DataDirectory files = new DataDirectory(data)) {
            if (!files.fill(scale, options.threads(), options.memory(), progress, interruption::cancelling)) {
                console.note("Using the files in %s, whatever scale they have", files.path());
            }
            try (CarbideEngine carbide = new CarbideEngine(options.kernel());
                    Engine other = new DuckDbEngine(options.threads(), options.memory())) {
                Comparison comparison = new Comparison(carbide, other);
                interruption.cancelling(comparison::cancel);
                List<Map<String, @Nullable Object>> tables = List.of(
                        provide(carbide, files.path(), chosen, progress),
                        provide(other, files.path(), chosen, progress));
                console.out().append('\n');
                List<Comparison.Figures> all = compare(comparison, other, chosen, progress);
                if (json != null) {
                    Files.writeString(json, JsonText.of(document(all, tables)) + "\n");
                }
                return all.stream().allMatch(figures -> figures.problem() == null) ? Failures.OK : Failures.FAILED;
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

    /** Gives an engine its tables and says what that took. */
    private Map<String, @Nullable Object> provide(Engine engine, Path files, List<TpchQuery> chosen, Progress progress)
            throws IOException {
        Set<TpchRelation> relations =
                storage == Storage.MEMORY ? TpchQuery.relations(chosen) : EnumSet.allOf(TpchRelation.class);
        progress.begin("loading into " + engine.name(), () -> Double.NaN);
        long begin = System.nanoTime();
        if (storage == Storage.MEMORY) {
            engine.load(files, relations);
        } else {
            engine.attach(files, relations);
        }
        long nanos = System.nanoTime() - begin;
        progress.end();
        console.out()
                .append(String.format(
                        "%s: %d tables %s in %s, %s in memory%n",
                        engine.name(),
                        relations.size(),
                        storage == Storage.MEMORY ? "loaded" : "attached",
                        Quantity.nanos(nanos),
                        Quantity.bytes(engine.tableBytes())))
                .flush();
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("engine", engine.name());
        figures.put("load_ms", nanos / 1e6);
        figures.put("table_bytes", engine.tableBytes());
        return figures;
    }

    private List<Comparison.Figures> compare(
            Comparison comparison, Engine other, List<TpchQuery> chosen, Progress progress) throws IOException {
        CompareReport report = new CompareReport(console.out(), other.name());
        report.begin();
        List<Comparison.Figures> all = new ArrayList<>();
        for (TpchQuery query : chosen) {
            Comparison.Figures figures = comparison.run(query, runs, progress);
            report.add(figures);
            if (figures.problem() != null) {
                console.err().println("carbide: " + query.name() + ": " + figures.problem());
            }
            all.add(figures);
        }
        report.end(all);
        return all;
    }

    private Map<String, @Nullable Object> document(
            List<Comparison.Figures> all, List<Map<String, @Nullable Object>> tables) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("suite", suite.name().toLowerCase(Locale.ROOT));
        document.put("against", against.name().toLowerCase(Locale.ROOT));
        document.put("storage", storage.toString());
        document.put("scale", scale);
        document.put("threads", options.threads());
        document.put("runs", runs);
        document.put("tables", tables);
        List<Comparison.Figures> good =
                all.stream().filter(figures -> figures.problem() == null).toList();
        document.put("geomean_ratio", good.isEmpty() ? null : CompareReport.geometricMean(good));
        document.put("queries", all.stream().map(CompareCommand::document).toList());
        return document;
    }

    private static Map<String, @Nullable Object> document(Comparison.Figures figures) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("query", figures.query().name());
        document.put("rows", figures.rows());
        document.put("carbide", document(figures.carbide()));
        document.put("other", document(figures.other()));
        document.put("ratio", figures.problem() == null ? figures.ratio() : null);
        document.put("problem", figures.problem());
        return document;
    }

    private static Map<String, @Nullable Object> document(Comparison.Times times) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("first_ms", times.first() < 0 ? null : times.first() / 1e6);
        document.put("median_ms", times.runs().isEmpty() ? null : times.median() / 1e6);
        document.put("runs_ms", times.runs().stream().map(nanos -> nanos / 1e6).toList());
        return document;
    }
}
