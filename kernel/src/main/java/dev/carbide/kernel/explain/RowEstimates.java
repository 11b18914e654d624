package dev.carbide.kernel.explain;

import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.OptionalLong;

/** Row counts that follow from table statistics without guessing selectivities. */
final class RowEstimates {
    private RowEstimates() {}

    static OptionalLong of(PlanNode node) {
        return switch (node) {
            case ScanNode scan -> scan.table().statistics().rows();
            case ProjectNode project -> of(project.input());
            case SortNode sort -> of(sort.input());
            case TopNNode top -> limited(of(top.input()), top.offset(), top.limit());
            case LimitNode limit -> limited(of(limit.input()), limit.offset(), limit.limit());
            case AggregateNode aggregate -> aggregate.keys().isEmpty() ? OptionalLong.of(1) : OptionalLong.empty();
            case FilterNode ignored -> OptionalLong.empty();
            case HashJoinNode ignored -> OptionalLong.empty();
        };
    }

    private static OptionalLong limited(OptionalLong rows, long offset, long limit) {
        return rows.isPresent()
                ? OptionalLong.of(Math.clamp(rows.getAsLong() - offset, 0, limit))
                : OptionalLong.empty();
    }
}
