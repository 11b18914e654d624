package dev.carbide.bench.spill;

import dev.carbide.cli.output.TextTable;
import dev.carbide.cli.output.TextTable.Align;
import dev.carbide.kernel.explain.Quantity;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code bench spill} prints: lines for each query and limit, as they end, and what was promised and not kept. */
final class SpillReport {
    /** What a process may have beyond its memory limit, the heap of the JVM included. */
    static final long OVERHEAD = 512L << 20;

    private static final List<String> HEADER = List.of(
            "query",
            "memory",
            "engine",
            "time",
            "ratio",
            "rows",
            "on disk",
            "written",
            "peak resident",
            "beyond limit",
            "result");

    private final Writer out;
    private final List<String> problems = new ArrayList<>();
    private final TextTable table = new TextTable(List.of(
            Align.LEFT,
            Align.RIGHT,
            Align.LEFT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.LEFT));

    SpillReport(Writer out) {
        this.out = out;
    }

    void begin() throws IOException {
        table.fit(HEADER);
        table.fit(List.of(
                "groups",
                "256.0 MiB",
                "carbide",
                "1000.0 s",
                "10.00",
                "60,000,000",
                "1000.0 MiB",
                "1000.0 MiB",
                "",
                "",
                ""));
        line(HEADER);
        out.append(table.rule()).append('\n');
        out.flush();
    }

    /** @param outcomes by engine, in the order in which they are to be printed */
    void add(SpillQuery query, long memory, Map<ConfinedEngine.Kind, Outcome> outcomes) throws IOException {
        for (Map.Entry<ConfinedEngine.Kind, Outcome> entry : outcomes.entrySet()) {
            Outcome outcome = entry.getValue();
            Outcome other = outcomes.entrySet().stream()
                    .filter(another -> another.getKey() != entry.getKey())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            String result = result(outcome, other);
            line(List.of(
                    query.toString(),
                    Quantity.bytes(memory),
                    entry.getKey().toString(),
                    outcome.nanos() == 0 ? "" : Quantity.nanos(outcome.nanos()),
                    entry.getKey() == ConfinedEngine.Kind.CARBIDE ? ratio(outcome, other) : "",
                    outcome.failure() == null ? Quantity.count(outcome.rows()) : "",
                    bytes(outcome.onDisk()),
                    bytes(outcome.written()),
                    bytes(outcome.peakResident()),
                    beyond(outcome, memory),
                    result));
            note(query, memory, entry.getKey(), outcome, result);
        }
        out.flush();
    }

    private static String bytes(long bytes) {
        return bytes == ProcessFigures.UNKNOWN ? "" : Quantity.bytes(bytes);
    }

    private static String ratio(Outcome carbide, @Nullable Outcome other) {
        return other == null || carbide.failure() != null || other.failure() != null
                ? ""
                : String.format(Locale.ROOT, "%.2f", (double) carbide.nanos() / other.nanos());
    }

    private static String beyond(Outcome outcome, long memory) {
        if (outcome.peakResident() == ProcessFigures.UNKNOWN) {
            return "";
        }
        return Math.max(0, outcome.peakResident() - memory) / (1 << 20) + " MiB "
                + (keepsLimit(outcome, memory) ? "(kept)" : "(not kept)");
    }

    private static boolean keepsLimit(Outcome outcome, long memory) {
        return outcome.peakResident() <= memory + OVERHEAD;
    }

    private static String result(Outcome outcome, @Nullable Outcome other) {
        if (outcome.failure() != null) {
            return "fails: " + outcome.failure().lines().findFirst().orElse("");
        }
        String order = outcome.ordered() ? "" : ", out of order";
        if (other == null || other.failure() != null) {
            return "nothing to compare with" + order;
        }
        return (outcome.hasSameResult(other) ? "equal" : "different") + order;
    }

    /** The other engine's failures and memory are results; only different results and Carbide's own are problems. */
    private void note(SpillQuery query, long memory, ConfinedEngine.Kind engine, Outcome outcome, String result) {
        String what = engine + ", " + query + " within " + Quantity.bytes(memory) + ": ";
        boolean carbide = engine == ConfinedEngine.Kind.CARBIDE;
        if (outcome.failure() != null ? carbide : result.startsWith("different") || !outcome.ordered()) {
            problems.add(what + (outcome.failure() == null ? "result " + result : result));
        }
        if (carbide && !keepsLimit(outcome, memory)) {
            problems.add(what + "the process had " + beyond(outcome, memory) + " beyond the limit, of "
                    + Quantity.bytes(OVERHEAD));
        }
    }

    /** @return whether all was as it should be */
    boolean end() throws IOException {
        out.append('\n');
        if (problems.isEmpty()) {
            out.append("No result differs, and Carbide stayed within its limit and ")
                    .append(Quantity.bytes(OVERHEAD))
                    .append(" beyond.\n");
        }
        for (String problem : problems) {
            out.append(problem).append('\n');
        }
        out.flush();
        return problems.isEmpty();
    }

    private void line(List<String> cells) throws IOException {
        out.append(table.line(cells)).append('\n');
    }
}
