package dev.carbide.kernel.explain;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.kernel.metrics.OperatorMetrics;
import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.metrics.SpillCost;
import dev.carbide.kernel.pipeline.QueryPlan;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.pipeline.PipelineSpec.Input;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.scan.ColumnRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plan as a tree with operator ids, then its pipelines; with or without what an execution cost. */
public final class Explanation {
    private final QueryPlan plan;
    private final IntFunction<String> details;
    /** What stands on a line of its own. */
    private final IntFunction<String> notes;

    private final Map<Integer, Input.TableScan> scans = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int next;

    private Explanation(QueryPlan plan, IntFunction<String> details, IntFunction<String> notes) {
        this.plan = plan;
        this.details = details;
        this.notes = notes;
        for (PipelineSpec spec : plan.pipelines()) {
            if (spec.input() instanceof Input.TableScan scan) {
                scans.put(scan.operatorId(), scan);
            }
        }
    }

    /** With estimated rows where they are known. */
    public static String of(QueryPlan plan) {
        return new Explanation(plan, operator -> estimate(plan.operators().get(operator)), operator -> "").render();
    }

    /** With the figures of an execution. */
    public static String analyzed(QueryPlan plan, QueryMetrics metrics) {
        long total = Math.max(
                1,
                metrics.operators().stream().mapToLong(OperatorMetrics::nanos).sum());
        List<OperatorMetrics> operators = metrics.operators();
        String tree = new Explanation(
                        plan,
                        operator -> cost(operators.get(operator), total),
                        operator -> spilled(operators.get(operator).spill()))
                .render();
        return tree + "\n" + summary(metrics);
    }

    private static String estimate(PlanNode node) {
        OptionalLong rows = RowEstimates.of(node);
        return rows.isPresent() ? "~" + Quantity.count(rows.getAsLong()) + " rows" : "";
    }

    private static String cost(OperatorMetrics operator, long totalNanos) {
        StringBuilder cost = new StringBuilder();
        cost.append(Quantity.count(operator.rows())).append(" rows");
        if (operator.sinkRows() > 0) {
            cost.append(" from ").append(Quantity.count(operator.sinkRows()));
        }
        cost.append(", ").append(Quantity.nanos(operator.nanos()));
        cost.append(" (").append(Quantity.percent(operator.nanos(), totalNanos)).append(')');
        if (operator.memoryPeakBytes() > 0) {
            cost.append(", ").append(Quantity.bytes(operator.memoryPeakBytes()));
        }
        return cost.toString();
    }

    /** {@code spilled 1.2 GiB in 14 runs (12 for own need, 2 for kernel/query-7/sort #2)}; empty if nothing was. */
    private static String spilled(SpillCost spill) {
        if (spill.bytesWritten() == 0) {
            return "";
        }
        String causes = spill.causes().entrySet().stream()
                .map(cause -> Quantity.count(cause.getValue()) + " for " + cause.getKey())
                .collect(Collectors.joining(", "));
        long runs = spill.spills();
        return "spilled " + Quantity.bytes(spill.bytesWritten())
                + (runs == 0 ? "" : " in " + Quantity.count(runs) + (runs == 1 ? " run (" : " runs (") + causes + ")");
    }

    private static String summary(QueryMetrics metrics) {
        String workers = metrics.workerNanos().stream().map(Quantity::nanos).collect(Collectors.joining(" + "));
        SpillCost spill = metrics.spill();
        return "rows %s, wall %s, first batch %s, cpu %s, compiled in %s, memory peak %s, %s\n"
                .formatted(
                        Quantity.count(metrics.rows()),
                        Quantity.nanos(metrics.wallNanos()),
                        metrics.firstBatchNanos() < 0 ? "none" : Quantity.nanos(metrics.firstBatchNanos()),
                        workers,
                        Quantity.nanos(metrics.compileNanos()),
                        Quantity.bytes(metrics.memoryPeakBytes()),
                        spilledInAll(spill));
    }

    private static String spilledInAll(SpillCost spill) {
        String bytes = "spilled " + Quantity.bytes(spill.bytesWritten());
        return spill.bytesWritten() == 0
                ? bytes
                : "%s (%s files, freed %s, writing %s, reading %s)"
                        .formatted(
                                bytes,
                                Quantity.count(spill.files()),
                                Quantity.bytes(spill.freedBytes()),
                                Quantity.nanos(spill.writeNanos()),
                                Quantity.nanos(spill.readNanos()));
    }

    private String render() {
        append(plan.root(), 0);
        text.append('\n');
        for (PipelineSpec spec : plan.pipelines()) {
            text.append("pipeline ").append(spec.id()).append(": ");
            text.append(PipelineText.line(spec)).append('\n');
        }
        return text.toString();
    }

    private void append(PlanNode node, int depth) {
        int id = next++;
        text.repeat("  ", depth).append('#').append(id).append(' ').append(node.describe());
        String detail = details.apply(id);
        if (!detail.isEmpty()) {
            text.append("  [").append(detail).append(']');
        }
        text.append('\n');
        Input.TableScan scan = scans.get(id);
        if (scan != null && !scan.ranges().isEmpty()) {
            text.repeat("  ", depth + 2).append("ranges ").append(ranges(scan)).append('\n');
        }
        String note = notes.apply(id);
        if (!note.isEmpty()) {
            text.repeat("  ", depth + 2).append(note).append('\n');
        }
        node.inputs().forEach(input -> append(input, depth + 1));
    }

    private static String ranges(Input.TableScan scan) {
        return scan.ranges().stream()
                .map(range -> range(scan.schema().field(range.column()).name(), range))
                .collect(Collectors.joining(", "));
    }

    private static String range(String name, ColumnRange range) {
        return bound(range.low(), range.lowInclusive() ? " <= " : " < ")
                + name
                + (range.high() == null ? "" : (range.highInclusive() ? " <= " : " < ") + range.high());
    }

    private static String bound(@Nullable Literal low, String operator) {
        return low == null ? "" : low + operator;
    }
}
