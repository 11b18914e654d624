package dev.carbide.cli;

import dev.carbide.cli.output.TextTable;
import dev.carbide.cli.output.TextTable.Align;
import dev.carbide.kernel.explain.Quantity;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The table that {@code tpch} prints, line by line as queries end. */
final class TpchReport {
    private static final List<String> HEADER =
            List.of("query", "rows", "first run", "median", "memory peak", "spilled", "result");

    private final Writer out;
    private final TextTable table = new TextTable(
            List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.LEFT));

    TpchReport(Writer out) {
        this.out = out;
    }

    void begin() throws IOException {
        table.fit(HEADER);
        // Lines are printed before later ones are known.
        table.fit(List.of("q22", "1,000,000", "100.0 s", "100.0 s", "1000.0 MiB", "1000.0 MiB", "not checked"));
        line(HEADER);
        out.append(table.rule()).append('\n');
        out.flush();
    }

    void add(TpchRun.Figures figures) throws IOException {
        line(List.of(
                figures.query().name(),
                figures.failure() == null ? Quantity.count(figures.rows()) : "",
                figures.firstNanos() < 0 ? "" : Quantity.nanos(figures.firstNanos()),
                figures.nanos().isEmpty() ? "" : Quantity.nanos(figures.median()),
                Quantity.bytes(figures.memoryPeak()),
                Quantity.bytes(figures.spilled()),
                figures.verdict()));
        out.flush();
    }

    private void line(List<String> cells) throws IOException {
        out.append(table.line(cells)).append('\n');
    }
}
