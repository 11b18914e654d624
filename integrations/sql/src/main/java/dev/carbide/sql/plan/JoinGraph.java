package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionProperties;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The joins of a block, with every condition at its place: on one leaf, as an equality between leaves, or above the
 * join that first has all its columns. Sets of leaves are bit masks.
 */
final class JoinGraph {
    static final int MAX_LEAVES = 63;

    /** Derived conditions larger than this would cost more than they save. */
    private static final int MAX_DERIVED_SIZE = 40;

    /** Equal expressions, at most one per leaf. */
    record Equality(Map<Integer, Expression> members) {}

    /** A condition on several leaves that is no equality. */
    record Residual(Expression predicate, long leaves) {}

    private final List<Leaf> leaves;
    private final int[] offsets;
    private final int[] leafOfColumn;
    private final List<SequencedSet<Expression>> filters;
    private final List<Equality> equalities = new ArrayList<>();
    private final List<Residual> residuals = new ArrayList<>();
    private final List<RelationFacts> facts = new ArrayList<>();

    private JoinGraph(List<Leaf> leaves) {
        this.leaves = leaves;
        this.offsets = new int[leaves.size() + 1];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            offsets[leaf + 1] = offsets[leaf] + leaves.get(leaf).schema().size();
        }
        this.leafOfColumn = new int[offsets[leaves.size()]];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            java.util.Arrays.fill(leafOfColumn, offsets[leaf], offsets[leaf + 1], leaf);
        }
        this.filters = IntStream.range(0, leaves.size())
                .<SequencedSet<Expression>>mapToObj(leaf -> new LinkedHashSet<>())
                .toList();
    }

    /** Sorts out conditions over the columns of the leaves, which are numbered through. */
    static JoinGraph of(List<Leaf> leaves, List<Expression> conjuncts) {
        if (leaves.size() > MAX_LEAVES) {
            throw new UnsupportedQueryException("a join of more than " + MAX_LEAVES + " tables");
        }
        JoinGraph graph = new JoinGraph(leaves);
        graph.place(conjuncts);
        graph.absorb();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            graph.facts.add(leaves.get(leaf).facts().filtered(graph.filters(leaf)));
        }
        return graph;
    }

    private void place(List<Expression> conjuncts) {
        Set<Expression> all = new LinkedHashSet<>();
        conjuncts.forEach(conjunct -> all.addAll(Disjunctions.factored(conjunct)));
        EqualityClasses classes = new EqualityClasses();
        for (Expression conjunct : all) {
            if (!isEquality(conjunct, classes)) {
                place(conjunct);
                Disjunctions.implied(conjunct, column -> leafOfColumn[column]).forEach(this::place);
            }
        }
        classes.classes().forEach(this::addEquality);
    }

    private boolean isEquality(Expression conjunct, EqualityClasses classes) {
        if (!Scalars.isCall(conjunct, "equal") || !ExpressionProperties.isDeterministic(conjunct)) {
            return false;
        }
        Expression left = ((Call) conjunct).argument(0);
        Expression right = ((Call) conjunct).argument(1);
        BitSet leftLeaves = leaves(left);
        BitSet rightLeaves = leaves(right);
        if (leftLeaves.cardinality() != 1
                || rightLeaves.cardinality() != 1
                || leftLeaves.equals(rightLeaves)
                || !left.type().equals(right.type())) {
            return false;
        }
        classes.add(left, leftLeaves.nextSetBit(0), right, rightLeaves.nextSetBit(0));
        return true;
    }

    private void place(Expression conjunct) {
        BitSet used = leaves(conjunct);
        if (used.cardinality() <= 1) {
            filters.get(Math.max(0, used.nextSetBit(0))).add(conjunct);
        } else {
            residuals.add(new Residual(conjunct, used.toLongArray()[0]));
        }
    }

    /** Members in one leaf become a condition on it; conditions on one member hold for all. */
    private void addEquality(Map<Expression, Integer> members) {
        Map<Integer, Expression> byLeaf = new HashMap<>();
        members.forEach((member, leaf) -> {
            Expression other = byLeaf.putIfAbsent(leaf, member);
            if (other != null) {
                filters.get(leaf).add(Scalars.call("equal", other, member));
            }
        });
        byLeaf.forEach((leaf, member) -> {
            if (member instanceof ColumnReference column) {
                for (Expression filter : List.copyOf(filters.get(leaf))) {
                    if (holdsForEqualValues(filter, column)) {
                        byLeaf.forEach((target, equal) ->
                                filters.get(target).add(Scalars.substitute(filter, reference -> equal)));
                    }
                }
            }
        });
        equalities.add(new Equality(byLeaf));
    }

    private static boolean holdsForEqualValues(Expression filter, ColumnReference column) {
        BitSet used = Scalars.columns(filter);
        return used.cardinality() == 1
                && used.get(column.column())
                && Scalars.size(filter, MAX_DERIVED_SIZE) < MAX_DERIVED_SIZE
                && ExpressionProperties.isDeterministic(filter)
                && !ExpressionProperties.canRaise(filter);
    }

    private void absorb() {
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            Leaf target = leaves.get(leaf);
            int offset = offsets[leaf];
            filters.get(leaf).removeIf(conjunct -> target.absorb(Scalars.shift(conjunct, -offset)));
        }
    }

    private BitSet leaves(Expression expression) {
        return Disjunctions.leaves(expression, column -> leafOfColumn[column]);
    }

    int size() {
        return leaves.size();
    }

    Leaf leaf(int leaf) {
        return leaves.get(leaf);
    }

    /** The first column of a leaf. */
    int offset(int leaf) {
        return offsets[leaf];
    }

    int width() {
        return leafOfColumn.length;
    }

    /** Conditions on a leaf that it did not absorb, over its own columns; those that cannot raise first. */
    List<Expression> filters(int leaf) {
        List<Expression> safeFirst = new ArrayList<>();
        List<Expression> raising = new ArrayList<>();
        for (Expression filter : filters.get(leaf)) {
            Expression own = Scalars.shift(filter, -offsets[leaf]);
            (ExpressionProperties.canRaise(own) ? raising : safeFirst).add(own);
        }
        safeFirst.addAll(raising);
        return safeFirst;
    }

    List<Equality> equalities() {
        return equalities;
    }

    List<Residual> residuals() {
        return residuals;
    }

    /** Of a leaf with its conditions. */
    RelationFacts facts(int leaf) {
        return facts.get(leaf);
    }

    /** Distinct values of an expression over the columns of one leaf. */
    double distinct(int leaf, Expression member) {
        return facts.get(leaf).distinct(Scalars.shift(member, -offsets[leaf]));
    }

    /** Of the whole join, for these expressions. */
    RelationFacts facts(List<Expression> outputs) {
        double rows = JoinOrder.of(this).rows();
        List<ColumnFacts> columns = new ArrayList<>();
        for (Expression output : outputs) {
            ColumnFacts known = output instanceof ColumnReference reference
                    ? column(reference.column())
                    : ColumnFacts.ofDistinct(distinct(Scalars.columns(output)));
            columns.add(known.within(rows));
        }
        return new RelationFacts(rows, rows, columns);
    }

    ColumnFacts column(int column) {
        int leaf = leafOfColumn[column];
        return facts.get(leaf).columns().get(column - offsets[leaf]);
    }

    private double distinct(BitSet columns) {
        return columns.stream().mapToDouble(column -> column(column).distinct()).reduce(1, (a, b) -> a * b);
    }
}
