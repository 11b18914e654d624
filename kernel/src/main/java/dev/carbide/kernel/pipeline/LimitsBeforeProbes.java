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
import java.util.List;

/**
 * Ends a pipeline behind a limit that a probe would follow in it. When a build side is not in memory, each batch goes
 * through the steps before its probe twice, once for the rows that are joined at once and once for those that wait; a limit
 * among these steps would count it twice. So what passes the limit is collected first, in a sort without keys.
 */
final class LimitsBeforeProbes {
    private LimitsBeforeProbes() {}

    static PlanNode rewrite(PlanNode plan) {
        return rewrite(plan, false);
    }

    /** @param probed whether a probe follows in the pipeline that {@code node} is part of */
    private static PlanNode rewrite(PlanNode node, boolean probed) {
        return switch (node) {
            case ScanNode scan -> scan;
            case FilterNode filter -> new FilterNode(rewrite(filter.input(), probed), filter.predicate());
            case ProjectNode project -> new ProjectNode(rewrite(project.input(), probed), project.expressions());
            case AggregateNode aggregate ->
                new AggregateNode(rewrite(aggregate.input(), false), aggregate.keys(), aggregate.aggregates());
            case HashJoinNode join ->
                new HashJoinNode(
                        rewrite(join.probe(), true), rewrite(join.build(), false), join.probeKeys(), join.buildKeys());
            case SortNode sort -> new SortNode(rewrite(sort.input(), false), sort.keys());
            case TopNNode top -> new TopNNode(rewrite(top.input(), false), top.keys(), top.offset(), top.limit());
            case LimitNode limit -> {
                PlanNode limited = new LimitNode(rewrite(limit.input(), false), limit.offset(), limit.limit());
                yield probed ? new SortNode(limited, List.of()) : limited;
            }
        };
    }
}
