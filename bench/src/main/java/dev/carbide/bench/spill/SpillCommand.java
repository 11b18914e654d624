package dev.carbide.bench.spill;

import dev.carbide.bench.compare.DataDirectory;
import dev.carbide.cli.ByteSize;
import dev.carbide.cli.Console;
import dev.carbide.cli.Failures;
import dev.carbide.cli.Interruption;
import dev.carbide.cli.Progress;
import dev.carbide.cli.tpch.TpchScale;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures engines with less memory than their queries need. */
@Command(
        name = "spill",
        description = {
            "Runs queries that do not fit into memory, on each engine and for each limit in a process of its own, and"
                    + " compares time, disk, resident memory and results.",
            "Queries: q18 of TPC-H; groups, lineitem by l_orderkey and l_partkey; sort, all of lineitem in a total"
                    + " order; join, lineitem with all of orders.",
            "The whole result is read, each value made a Java value: of Carbide's batches and of DuckDB's streamed"
                    + " rows. Resident memory is that of the whole process; the limit holds if it is at most 512 MiB"
                    + " beyond, the heap of the JVM included."
        })
public final class SpillCommand implements Callable<Integer> {
    private static final long GENERATOR_MEMORY = 1L << 30;

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--scale",
            paramLabel = "S",
            converter = TpchScale.Converter.class,
            description = "Size of the data, if it has to be generated (default: ${DEFAULT-VALUE})")
    private double scale = 1;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the files that all engines read there, and use them if they are there")
    private @Nullable Path data;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            split = ",",
            converter = ByteSize.Converter.class,
            description = "Memory limits of the engines, separated by commas (default: ${DEFAULT-VALUE})")
    private List<ByteSize> limits = List.of(ByteSize.parse("256m"));

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that work on a query (default: ${DEFAULT-VALUE})")
    private int threads = 2;

    @Option(
            names = "--queries",
            paramLabel = "NAME",
            split = ",",
            description = "q18, groups, sort, join or all, separated by commas (default: ${DEFAULT-VALUE})")
    private List<String> queries = List.of("all");

    @Option(
            names = "--engines",
            paramLabel = "ENGINE",
            split = ",",
            description =
                    "carbide, duckdb, separated by commas, in the order in which they run (default: ${DEFAULT-VALUE})")
    private List<ConfinedEngine.Kind> engines = List.of(ConfinedEngine.Kind.values());

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            converter = ByteSize.Converter.class,
            description = "-Xmx of each process (default: ${DEFAULT-VALUE})")
    private ByteSize heap = ByteSize.parse("256m");

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "An option for the JVM of each process; can be repeated")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "End a process after that time (default: ${DEFAULT-VALUE})")
    private long patience = 600;

    @Option(
            names = "--spill-dir",
            paramLabel = "DIR",
            description = "Directory for what does not fit into memory (default: that for temporary files)")
    private Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    public SpillCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<SpillQuery> chosen = chosenQueries();
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console);
                DataDirectory files = new DataDirectory(data)) {
            if (!files.fill(scale, threads, GENERATOR_MEMORY, progress, interruption::cancelling)) {
                console.note("Using the files in %s, whatever scale they have", files.path());
            }
            Thread caller = Thread.currentThread();
            interruption.cancelling(caller::interrupt);
            return measure(chosen, files.path(), progress) ? Failures.OK : Failures.FAILED;
        } catch (InterruptedException e) {
            throw new CancelledException("The comparison was cancelled");
        }
    }

    private List<SpillQuery> chosenQueries() {
        try {
            return SpillQuery.parse(queries);
        } catch (CarbideException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private boolean measure(List<SpillQuery> chosen, Path files, Progress progress)
            throws IOException, InterruptedException {
        ChildProcess process = new ChildProcess(heap.bytes(), jvmOptions, patience);
        SpillReport report = new SpillReport(console.out());
        report.begin();
        for (SpillQuery query : chosen) {
            for (ByteSize limit : limits) {
                Map<ConfinedEngine.Kind, Outcome> outcomes = new EnumMap<>(ConfinedEngine.Kind.class);
                for (ConfinedEngine.Kind engine : engines) {
                    progress.begin("running " + query + " on " + engine, () -> Double.NaN);
                    outcomes.put(engine, process.run(engine, query, limit.bytes(), threads, files, temporary));
                }
                progress.end();
                report.add(query, limit.bytes(), outcomes);
            }
        }
        return report.end();
    }
}
