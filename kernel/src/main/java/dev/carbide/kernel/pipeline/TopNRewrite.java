package dev.carbide.kernel.pipeline;

import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;

/** Turns a limit over a sort, also with projections between them, into a top-N below those projections. */
final class TopNRewrite {
    /** Above this many rows a heap is no cheaper than sorting. */
    static final long MAX_ROWS = 1_000_000;

    private TopNRewrite() {}

    static PlanNode rewrite(PlanNode node) {
        return switch (node) {
            case ScanNode scan -> scan;
            case FilterNode filter -> new FilterNode(rewrite(filter.input()), filter.predicate());
            case ProjectNode project -> new ProjectNode(rewrite(project.input()), project.expressions());
            case AggregateNode aggregate ->
                new AggregateNode(rewrite(aggregate.input()), aggregate.keys(), aggregate.aggregates());
            case HashJoinNode join ->
                new HashJoinNode(rewrite(join.probe()), rewrite(join.build()), join.probeKeys(), join.buildKeys());
            case SortNode sort -> new SortNode(rewrite(sort.input()), sort.keys());
            case TopNNode top -> new TopNNode(rewrite(top.input()), top.keys(), top.offset(), top.limit());
            case LimitNode limit ->
                limit.offset() + limit.limit() <= MAX_ROWS && isSorted(limit.input())
                        ? limitInto(limit.input(), limit)
                        : new LimitNode(rewrite(limit.input()), limit.offset(), limit.limit());
        };
    }

    private static boolean isSorted(PlanNode node) {
        return node instanceof SortNode || node instanceof ProjectNode project && isSorted(project.input());
    }

    private static PlanNode limitInto(PlanNode node, LimitNode limit) {
        return switch (node) {
            case ProjectNode project -> new ProjectNode(limitInto(project.input(), limit), project.expressions());
            case SortNode sort -> new TopNNode(rewrite(sort.input()), sort.keys(), limit.offset(), limit.limit());
            default -> throw new IllegalArgumentException(node.describe());
        };
    }
}
