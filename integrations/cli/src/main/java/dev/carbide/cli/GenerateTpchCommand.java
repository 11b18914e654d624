package dev.carbide.cli;

import dev.carbide.cli.tpch.TpchFiles;
import dev.carbide.cli.tpch.TpchScale;
import dev.carbide.kernel.explain.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the tables of TPC-H to Parquet files. */
@Command(name = "tpch", description = "Writes the eight tables of TPC-H, one Parquet file per table.")
final class GenerateTpchCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--scale",
            paramLabel = "S",
            converter = TpchScale.Converter.class,
            description = "Size of the data; 1 is about 1 GB as text (default: ${DEFAULT-VALUE})")
    private double scale = 1;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "Directory of the files; made if it does not exist. Files of these names are replaced")
    private Path directory = Path.of(".");

    @Mixin
    private KernelOptions options = new KernelOptions("1g");

    GenerateTpchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(directory);
        long begin = System.nanoTime();
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console);
                TpchFiles files = new TpchFiles(scale, options.threads(), options.memory())) {
            interruption.cancelling(files::cancel);
            files.write(
                    directory,
                    progress,
                    (file, rows) -> console.out()
                            .append(file + "  " + Quantity.count(rows) + " rows, " + Quantity.bytes(Files.size(file))
                                    + "\n")
                            .flush());
        }
        console.note("Generated in %s", Quantity.nanos(System.nanoTime() - begin));
        return Failures.OK;
    }
}
