package dev.carbide.bench.compare;

import dev.carbide.cli.output.TextTable;
import dev.carbide.cli.output.TextTable.Align;
import dev.carbide.kernel.explain.Quantity;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What {@code bench compare} prints: a line per query as they end, and the summary. */
final class CompareReport {
    private final Writer out;
    private final String other;
    private final TextTable table = new TextTable(
            List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT));

    CompareReport(Writer out, String other) {
        this.out = out;
        this.other = other;
    }

    void begin() throws IOException {
        List<String> header = List.of(
                "query", "rows", "carbide first", other + " first", "carbide median", other + " median", "ratio");
        table.fit(header);
        line(header);
        out.append(table.rule()).append('\n');
        out.flush();
    }

    void add(Comparison.Figures figures) throws IOException {
        boolean good = figures.problem() == null;
        line(List.of(
                figures.query().name(),
                Quantity.count(figures.rows()),
                nanos(figures.carbide().first()),
                nanos(figures.other().first()),
                good ? nanos(figures.carbide().median()) : "",
                good ? nanos(figures.other().median()) : "",
                good ? ratio(figures.ratio()) : "none"));
        out.flush();
    }

    private static String nanos(long nanos) {
        return nanos < 0 ? "" : Quantity.nanos(nanos);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** The last line, which scripts read. Over the queries that have times; nothing if none has. */
    void end(List<Comparison.Figures> all) throws IOException {
        List<Comparison.Figures> good =
                all.stream().filter(figures -> figures.problem() == null).toList();
        if (!good.isEmpty()) {
            Comparison.Figures worst = good.stream()
                    .max(Comparator.comparingDouble(Comparison.Figures::ratio))
                    .orElseThrow();
            out.append(String.format(
                    "geomean ratio <carbide/%s> %s worst %s (%s)%n",
                    other,
                    ratio(geometricMean(good)),
                    ratio(worst.ratio()),
                    worst.query().name()));
        }
        out.flush();
    }

    static double geometricMean(List<Comparison.Figures> figures) {
        return Math.exp(figures.stream()
                .mapToDouble(one -> Math.log(one.ratio()))
                .average()
                .orElse(Double.NaN));
    }

    private void line(List<String> cells) throws IOException {
        out.append(table.line(cells)).append('\n');
    }
}
