package dev.carbide.kernel.pipeline;

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
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a plan tree into pipelines, bottom up: scans and outputs of sinks begin one, aggregations, sorts, top-Ns, build sides
 * of joins and the result end one. The build side of a join comes before its probe side.
 */
public final class PipelineBuilder {
    private final List<PipelineSpec> pipelines = new ArrayList<>();

    private PipelineBuilder() {}

    /** The pipelines of a plan, after rewriting limits: over sorts into top-Ns, before probes to end their pipeline. */
    public static QueryPlan build(PlanNode plan) {
        PlanNode root = LimitsBeforeProbes.rewrite(TopNRewrite.rewrite(plan));
        PipelineBuilder builder = new PipelineBuilder();
        builder.close(builder.visit(root, 0), new Sink.Result(0, root.schema()));
        return new QueryPlan(root, preorder(root), builder.pipelines);
    }

    private static List<PlanNode> preorder(PlanNode node) {
        List<PlanNode> nodes = new ArrayList<>();
        nodes.add(node);
        node.inputs().forEach(input -> nodes.addAll(preorder(input)));
        return nodes;
    }

    /** A pipeline to which steps can still be added. */
    private record Open(Input input, List<Step> steps) {
        Open(Input input) {
            this(input, new ArrayList<>());
        }

        Open with(Step step) {
            steps.add(step);
            return this;
        }
    }

    /** The pipeline that produces what {@code node} does; {@code id} is the node's number in preorder. */
    private Open visit(PlanNode node, int id) {
        int input = id + 1;
        return switch (node) {
            case ScanNode scan -> new Open(new Input.TableScan(id, scan, List.of()));
            case FilterNode filter -> visit(filter.input(), input).with(new Step.Filter(id, filter.predicate()));
            case ProjectNode project -> visit(project.input(), input).with(new Step.Project(id, project.expressions()));
            case LimitNode limit -> visit(limit.input(), input).with(new Step.Limit(id, limit.offset(), limit.limit()));
            case HashJoinNode join -> visitJoin(join, id);
            case AggregateNode aggregate ->
                reopen(close(visit(aggregate.input(), input), new Sink.Aggregate(id, aggregate)), aggregate);
            case SortNode sort -> reopen(close(visit(sort.input(), input), new Sink.Sort(id, sort)), sort);
            case TopNNode top -> reopen(close(visit(top.input(), input), new Sink.TopN(id, top)), top);
        };
    }

    /** In preorder the probe side comes first, among the pipelines the build side. */
    private Open visitJoin(HashJoinNode join, int id) {
        int probeId = id + 1;
        int buildId = probeId + preorder(join.probe()).size();
        PipelineSpec build = close(visit(join.build(), buildId), new Sink.JoinBuild(id, join));
        return visit(join.probe(), probeId).with(new Step.Probe(id, join, build.id()));
    }

    private PipelineSpec close(Open open, Sink sink) {
        Input input = open.input() instanceof Input.TableScan scan
                ? new Input.TableScan(scan.operatorId(), scan.scan(), ScanRanges.of(scan.schema(), open.steps()))
                : open.input();
        PipelineSpec spec = new PipelineSpec(pipelines.size(), input, open.steps(), sink);
        pipelines.add(spec);
        return spec;
    }

    private static Open reopen(PipelineSpec closed, PlanNode node) {
        return new Open(new Input.SinkOutput(closed.sink().operatorId(), closed.id(), node));
    }
}
