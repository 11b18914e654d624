package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Expected rows of joins. For one equality the usual rule: the product of both sides divided by the larger number of
 * distinct values. For several equalities at once the values of a leaf's columns are combinations, of which it has no
 * more than rows; the side that has fewer then counts, as for a composite key.
 */
final class JoinCardinality {
    private final JoinGraph graph;
    private final Map<Long, Double> rows = new HashMap<>();

    JoinCardinality(JoinGraph graph) {
        this.graph = graph;
        for (int leaf = 0; leaf < graph.size(); leaf++) {
            rows.put(1L << leaf, graph.facts(leaf).rows());
        }
    }

    /** Rows of a set of leaves whose two parts are known. The first estimate for a set stays. */
    double of(long left, long right) {
        Double known = rows.get(left | right);
        if (known != null) {
            return known;
        }
        double result = Math.max(1, rows.get(left) * rows.get(right) * selectivity(left, right));
        rows.put(left | right, result);
        return result;
    }

    private double selectivity(long left, long right) {
        Map<Integer, Combination> leftCombinations = new HashMap<>();
        Map<Integer, Combination> rightCombinations = new HashMap<>();
        for (JoinGraph.Equality equality : graph.equalities()) {
            if (touches(equality, left) && touches(equality, right)) {
                add(leftCombinations, equality, left);
                add(rightCombinations, equality, right);
            }
        }
        double result = 1;
        if (!leftCombinations.isEmpty()) {
            double leftDistinct = product(leftCombinations);
            double rightDistinct = product(rightCombinations);
            boolean composite = isCapped(leftCombinations) || isCapped(rightCombinations);
            result = 1 / (composite ? Math.min(leftDistinct, rightDistinct) : Math.max(leftDistinct, rightDistinct));
        }
        for (JoinGraph.Residual residual : graph.residuals()) {
            if (isNewIn(residual.leaves(), left, right)) {
                result *= new Selectivity(columns()).of(List.of(residual.predicate()));
            }
        }
        return result;
    }

    private List<ColumnFacts> columns() {
        return java.util.stream.IntStream.range(0, graph.width())
                .mapToObj(graph::column)
                .toList();
    }

    static boolean touches(JoinGraph.Equality equality, long leaves) {
        return equality.members().keySet().stream().anyMatch(leaf -> (leaves >> leaf & 1) != 0);
    }

    /** Whether the columns of a condition come together in this join. */
    static boolean isNewIn(long condition, long left, long right) {
        return (condition & ~(left | right)) == 0 && (condition & ~left) != 0 && (condition & ~right) != 0;
    }

    /** Distinct values of a leaf's columns together, before its rows limit them. */
    private record Combination(double distinct, double limit) {
        boolean isCapped() {
            return distinct > limit;
        }
    }

    /** Takes the member with the fewest values. */
    private void add(Map<Integer, Combination> combinations, JoinGraph.Equality equality, long side) {
        int best = -1;
        double fewest = Double.POSITIVE_INFINITY;
        for (Map.Entry<Integer, Expression> member : equality.members().entrySet()) {
            int leaf = member.getKey();
            double distinct =
                    (side >> leaf & 1) == 0 ? Double.POSITIVE_INFINITY : graph.distinct(leaf, member.getValue());
            if (distinct < fewest) {
                best = leaf;
                fewest = distinct;
            }
        }
        double limit = graph.facts(best).baseRows();
        combinations.merge(
                best,
                new Combination(fewest, limit),
                (one, other) -> new Combination(one.distinct * other.distinct, limit));
    }

    private static double product(Map<Integer, Combination> combinations) {
        double product = 1;
        for (Combination combination : combinations.values()) {
            product *= Math.min(combination.distinct, combination.limit);
        }
        return product;
    }

    private static boolean isCapped(Map<Integer, Combination> combinations) {
        return combinations.values().stream().anyMatch(Combination::isCapped);
    }
}
