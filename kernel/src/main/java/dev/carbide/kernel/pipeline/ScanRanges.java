package dev.carbide.kernel.pipeline;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.pipeline.PipelineSpec.Step;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.scan.ColumnRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Draws value ranges of scanned columns from the filters of a pipeline: a row outside would be dropped by the filter
 * anyway. Columns are followed through projections that only rename or reorder them and through probes, whose output begins
 * with the probe side's columns. Behind a limit nothing is drawn: there a dropped row would let another one pass.
 */
final class ScanRanges {
    private final Map<Integer, ColumnRange> ranges = new TreeMap<>();
    /** For each column of the current step its position in the scan, or -1. */
    private int[] origin;

    private ScanRanges(Schema scanned) {
        origin = IntStream.range(0, scanned.size()).toArray();
    }

    /** At most one range per column of the scan, ascending. */
    static List<ColumnRange> of(Schema scanned, List<Step> steps) {
        ScanRanges collector = new ScanRanges(scanned);
        for (Step step : steps) {
            if (step instanceof Step.Limit) {
                break;
            }
            collector.follow(step, scanned);
        }
        return new ArrayList<>(collector.ranges.values());
    }

    private void follow(Step step, Schema scanned) {
        switch (step) {
            case Step.Filter filter -> addConjuncts(filter.predicate(), scanned);
            case Step.Project project ->
                origin = project.expressions().stream()
                        .map(NamedExpression::expression)
                        .mapToInt(this::originOf)
                        .toArray();
            case Step.Probe probe -> {
                int before = origin.length;
                origin = Arrays.copyOf(origin, probe.join().schema().size());
                Arrays.fill(origin, before, origin.length, -1);
            }
            case Step.Limit limit -> throw new IllegalArgumentException(limit.toString());
        }
    }

    private int originOf(Expression expression) {
        return expression instanceof ColumnReference reference ? origin[reference.column()] : -1;
    }

    private void addConjuncts(Expression predicate, Schema scanned) {
        for (Expression conjunct : Predicates.conjuncts(predicate)) {
            for (ColumnCondition condition : ColumnCondition.impliedBy(conjunct)) {
                int column = origin[condition.column()];
                if (column >= 0) {
                    condition
                            .asRange(column, scanned.type(column))
                            .ifPresent(range -> ranges.merge(column, range, RangeIntersection::of));
                }
            }
        }
    }
}
