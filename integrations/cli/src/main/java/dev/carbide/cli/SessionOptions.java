package dev.carbide.cli;

import dev.carbide.cli.output.ResultFormat;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code sql} and {@code shell} have in common. */
final class SessionOptions {
    @Mixin
    private KernelOptions kernel = new KernelOptions("512m");

    @Option(
            names = "--table",
            paramLabel = "NAME=PATH",
            converter = NamedPath.Converter.class,
            description = "A file, directory or glob as a table of that name; can be repeated")
    private List<NamedPath> tables = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How results are printed: ${COMPLETION-CANDIDATES} (default: table)")
    private ResultFormat format = ResultFormat.TABLE;

    ResultFormat format() {
        return format;
    }

    OpenSession open() {
        OpenSession open = new OpenSession(kernel.kernel());
        try {
            tables.forEach(table -> open.register(table.name(), table.path()));
            return open;
        } catch (Throwable e) {
            open.close();
            throw e;
        }
    }
}
