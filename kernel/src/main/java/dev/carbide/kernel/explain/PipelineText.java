package dev.carbide.kernel.explain;

import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.pipeline.PipelineSpec.Input;
import dev.carbide.operators.pipeline.PipelineSpec.Sink;
import dev.carbide.operators.pipeline.PipelineSpec.Step;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A pipeline on one line: {@code scan lineitem #5 -> filter #4 -> probe #3 -> aggregate #1}. */
public final class PipelineText {
    private PipelineText() {}

    public static String line(PipelineSpec spec) {
        return Stream.of(
                        Stream.of(input(spec)),
                        spec.steps().stream().map(PipelineText::step),
                        Stream.of(spec.sink() instanceof Sink.Result ? "result" : sink(spec)))
                .flatMap(part -> part)
                .collect(Collectors.joining(" -> "));
    }

    /** Where its batches come from, {@code scan lineitem #5}. */
    public static String input(PipelineSpec spec) {
        String what = switch (spec.input()) {
            case Input.TableScan scan -> "scan " + scan.scan().table().name();
            case Input.SinkOutput output -> word(output.node());
            case Input.SpilledProbe ignored -> "spilled probe side";
        };
        return what + " #" + spec.input().operatorId();
    }

    private static String step(Step step) {
        String what = switch (step) {
            case Step.Filter ignored -> "filter";
            case Step.Project ignored -> "project";
            case Step.Probe ignored -> "probe";
            case Step.Limit ignored -> "limit";
        };
        return what + " #" + step.operatorId();
    }

    /** Where it ends, {@code aggregate #1}; the result counts for the root of the plan. */
    public static String sink(PipelineSpec spec) {
        String what = switch (spec.sink()) {
            case Sink.Result ignored -> "result";
            case Sink.JoinBuild ignored -> "build";
            case Sink.ProbeSpill ignored -> "spill probe side";
            case Sink.Aggregate aggregate -> word(aggregate.node());
            case Sink.Sort sort -> word(sort.node());
            case Sink.TopN top -> word(top.node());
        };
        return what + " #" + spec.sink().operatorId();
    }

    private static String word(PlanNode node) {
        return switch (node) {
            case ScanNode ignored -> "scan";
            case FilterNode ignored -> "filter";
            case ProjectNode ignored -> "project";
            case AggregateNode ignored -> "aggregate";
            case HashJoinNode ignored -> "join";
            case SortNode sort -> sort.keys().isEmpty() ? "collect" : "sort";
            case TopNNode ignored -> "top-n";
            case LimitNode ignored -> "limit";
        };
    }
}
