package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.operators.plan.HashJoinNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Turns a join graph into scans, filters and hash joins. */
final class JoinPlanner {
    private final JoinGraph graph;

    JoinPlanner(JoinGraph graph) {
        this.graph = graph;
    }

    /** @param needed columns used above the joins */
    Planned plan(BitSet needed) {
        return plan(JoinOrder.of(graph), needed);
    }

    private Planned plan(JoinTree tree, BitSet needed) {
        return switch (tree) {
            case JoinTree.Single single -> plan(single.leaf(), needed);
            case JoinTree.Join join -> plan(join, needed);
        };
    }

    private Planned plan(int leaf, BitSet needed) {
        int offset = graph.offset(leaf);
        List<Expression> filters = graph.filters(leaf);
        BitSet own = needed.get(offset, offset + graph.leaf(leaf).schema().size());
        own.or(Scalars.columns(filters.stream()));
        return graph.leaf(leaf).plan(own).filtered(filters).within(offset, graph.width());
    }

    private Planned plan(JoinTree.Join join, BitSet needed) {
        long probeLeaves = join.probe().leaves();
        long buildLeaves = join.build().leaves();
        List<Expression> probeKeys = new ArrayList<>();
        List<Expression> buildKeys = new ArrayList<>();
        for (JoinGraph.Equality equality : graph.equalities()) {
            if (JoinCardinality.touches(equality, probeLeaves) && JoinCardinality.touches(equality, buildLeaves)) {
                probeKeys.add(member(equality, probeLeaves));
                buildKeys.add(member(equality, buildLeaves));
            }
        }
        List<Expression> residuals = graph.residuals().stream()
                .filter(residual -> JoinCardinality.isNewIn(residual.leaves(), probeLeaves, buildLeaves))
                .map(JoinGraph.Residual::predicate)
                .toList();
        BitSet above = (BitSet) needed.clone();
        above.or(Scalars.columns(residuals.stream()));
        BitSet below = (BitSet) above.clone();
        below.or(Scalars.columns(probeKeys.stream()));
        below.or(Scalars.columns(buildKeys.stream()));
        Planned probe = plan(join.probe(), below);
        Planned build = plan(join.build(), below).trimmed(below);
        return join(probe, build, probeKeys, buildKeys).filtered(residuals);
    }

    private Planned join(Planned probe, Planned build, List<Expression> probeKeys, List<Expression> buildKeys) {
        HashJoinNode node =
                new HashJoinNode(probe.node(), build.node(), probe.resolveAll(probeKeys), build.resolveAll(buildKeys));
        int[] positions = new int[graph.width()];
        for (int column = 0; column < positions.length; column++) {
            positions[column] =
                    build.position(column) < 0 ? probe.position(column) : probe.width() + build.position(column);
        }
        return new Planned(node, positions);
    }

    private Expression member(JoinGraph.Equality equality, long leaves) {
        return equality.members().entrySet().stream()
                .filter(member -> (leaves >> member.getKey() & 1) != 0)
                .min(java.util.Map.Entry.comparingByKey())
                .orElseThrow()
                .getValue();
    }
}
