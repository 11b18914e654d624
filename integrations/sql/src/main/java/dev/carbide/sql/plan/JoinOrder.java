package dev.carbide.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest order of joins without cross products: all bushy trees by dynamic programming over connected
 * subgraphs (Moerkotte and Neumann, "Analysis of Two Existing and One New Dynamic Programming Algorithm", VLDB 2006,
 * DPccp), or where there are too many of them greedily, the smallest result first.
 */
final class JoinOrder {
    /** Pairs of subgraphs looked at before the search gives up on all orders. */
    private static final int MAX_PAIRS = 20_000;

    /** Costs per row, in units of a row passed on: a row of the build side is copied and inserted. */
    private static final double BUILD_ROW = 3;

    private static final double PROBE_ROW = 1;
    private static final double RESULT_ROW = 0.5;

    private final JoinGraph graph;
    private final JoinCardinality cardinality;
    private final long[] neighbours;
    private final Map<Long, JoinTree> best = new HashMap<>();
    private int pairs;

    private JoinOrder(JoinGraph graph) {
        this.graph = graph;
        this.cardinality = new JoinCardinality(graph);
        this.neighbours = neighbours(graph);
    }

    /** @throws UnsupportedQueryException where only a cross product would join all leaves */
    static JoinTree of(JoinGraph graph) {
        JoinOrder order = new JoinOrder(graph);
        order.checkConnected();
        JoinTree tree = order.exhaustive();
        return tree != null ? tree : order.greedy();
    }

    private static long[] neighbours(JoinGraph graph) {
        long[] neighbours = new long[graph.size()];
        for (JoinGraph.Equality equality : graph.equalities()) {
            long members = 0;
            for (int leaf : equality.members().keySet()) {
                members |= 1L << leaf;
            }
            for (int leaf : equality.members().keySet()) {
                neighbours[leaf] |= members & ~(1L << leaf);
            }
        }
        return neighbours;
    }

    private long all() {
        return -1L >>> (Long.SIZE - graph.size());
    }

    private void checkConnected() {
        long reached = 1;
        for (long before = 0; before != reached; ) {
            before = reached;
            reached |= neighbours(reached);
        }
        long missing = all() & ~reached;
        if (missing != 0) {
            String name = graph.leaf(Long.numberOfTrailingZeros(missing)).name();
            throw new UnsupportedQueryException(
                    "a join of " + name + " without an equality between its columns and those of the other tables",
                    name);
        }
    }

    private long neighbours(long set) {
        long found = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            found |= neighbours[Long.numberOfTrailingZeros(rest)];
        }
        return found & ~set;
    }

    private @Nullable JoinTree exhaustive() {
        for (int leaf = 0; leaf < graph.size(); leaf++) {
            best.put(1L << leaf, single(leaf));
        }
        for (int leaf = graph.size() - 1; leaf >= 0 && pairs <= MAX_PAIRS; leaf--) {
            long start = 1L << leaf;
            long forbidden = start | (start - 1);
            joinWithComplements(start);
            growConnected(start, forbidden);
        }
        return pairs > MAX_PAIRS ? null : best.get(all());
    }

    private JoinTree single(int leaf) {
        return new JoinTree.Single(leaf, graph.facts(leaf).rows());
    }

    /** All connected supersets that do not use forbidden leaves. */
    private void growConnected(long set, long forbidden) {
        long around = neighbours(set) & ~forbidden;
        for (long grown = nextSubset(0, around); grown != 0 && pairs <= MAX_PAIRS; grown = nextSubset(grown, around)) {
            joinWithComplements(set | grown);
        }
        for (long grown = nextSubset(0, around); grown != 0 && pairs <= MAX_PAIRS; grown = nextSubset(grown, around)) {
            growConnected(set | grown, forbidden | around);
        }
    }

    /** Joins a connected set with every connected set beside it that has only higher leaves than its lowest. */
    private void joinWithComplements(long set) {
        long lowest = Long.lowestOneBit(set);
        long forbidden = (lowest | (lowest - 1)) | set;
        long around = neighbours(set) & ~forbidden;
        for (long rest = around; rest != 0 && pairs <= MAX_PAIRS; ) {
            long start = Long.highestOneBit(rest);
            rest &= ~start;
            offer(set, start);
            growComplement(set, start, forbidden | (around & (start | (start - 1))));
        }
    }

    private void growComplement(long set, long complement, long forbidden) {
        long around = neighbours(complement) & ~forbidden & ~set;
        for (long grown = nextSubset(0, around); grown != 0 && pairs <= MAX_PAIRS; grown = nextSubset(grown, around)) {
            offer(set, complement | grown);
        }
        for (long grown = nextSubset(0, around); grown != 0 && pairs <= MAX_PAIRS; grown = nextSubset(grown, around)) {
            growComplement(set, complement | grown, forbidden | around);
        }
    }

    private static long nextSubset(long subset, long of) {
        return (subset - of) & of;
    }

    private void offer(long left, long right) {
        pairs++;
        JoinTree first = best.get(left);
        JoinTree second = best.get(right);
        if (first != null && second != null) {
            JoinTree joined = join(first, second);
            best.merge(left | right, joined, (old, candidate) -> candidate.cost() < old.cost() ? candidate : old);
        }
    }

    /** The side with fewer rows is built. */
    private JoinTree join(JoinTree first, JoinTree second) {
        double rows = cardinality.of(first.leaves(), second.leaves());
        JoinTree build = first.rows() < second.rows() ? first : second;
        JoinTree probe = build == first ? second : first;
        double cost =
                probe.cost() + build.cost() + PROBE_ROW * probe.rows() + BUILD_ROW * build.rows() + RESULT_ROW * rows;
        return new JoinTree.Join(probe, build, rows, cost);
    }

    private JoinTree greedy() {
        List<JoinTree> trees = new ArrayList<>();
        for (int leaf = 0; leaf < graph.size(); leaf++) {
            trees.add(single(leaf));
        }
        while (trees.size() > 1) {
            JoinTree.Join next = null;
            for (int left = 0; left < trees.size(); left++) {
                for (int right = left + 1; right < trees.size(); right++) {
                    if ((neighbours(trees.get(left).leaves()) & trees.get(right).leaves()) != 0) {
                        JoinTree.Join joined = (JoinTree.Join) join(trees.get(left), trees.get(right));
                        next = next == null || joined.rows() < next.rows() ? joined : next;
                    }
                }
            }
            trees.remove(next.probe());
            trees.remove(next.build());
            trees.add(next);
        }
        return trees.getFirst();
    }
}
