package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What follows from an OR that can be applied earlier than the whole of it. */
final class Disjunctions {
    /** Conditions derived from ORs with more operands than this would cost more than they save. */
    private static final int MAX_DISJUNCTS = 64;

    private Disjunctions() {}

    /** {@code (a AND b) OR (a AND c)} as {@code a}, {@code b OR c}; anything else as its conjuncts. */
    static List<Expression> factored(Expression predicate) {
        if (!Scalars.isCall(predicate, "or")) {
            return Scalars.conjuncts(predicate);
        }
        List<List<Expression>> alternatives =
                Scalars.disjuncts(predicate).stream().map(Scalars::conjuncts).toList();
        Set<Expression> common = new LinkedHashSet<>(alternatives.getFirst());
        alternatives.forEach(common::retainAll);
        if (common.isEmpty()) {
            return List.of(predicate);
        }
        List<Expression> factors = new ArrayList<>(common);
        List<Expression> rests = alternatives.stream()
                .map(alternative -> Scalars.and(alternative.stream()
                        .filter(operand -> !common.contains(operand))
                        .toList()))
                .toList();
        if (!rests.contains(Scalars.TRUE)) {
            factors.add(Scalars.or(new LinkedHashSet<>(rests)));
        }
        return factors;
    }

    /**
     * Necessary conditions on single leaves: one for each leaf that every operand of the OR says something about.
     *
     * @param leafOf the leaf of a column
     */
    static Stream<Expression> implied(Expression predicate, ToIntFunction<Integer> leafOf) {
        if (!Scalars.isCall(predicate, "or")) {
            return Stream.empty();
        }
        List<Expression> disjuncts = Scalars.disjuncts(predicate);
        BitSet leaves = leaves(predicate, leafOf);
        if (leaves.cardinality() < 2 || disjuncts.size() > MAX_DISJUNCTS) {
            return Stream.empty();
        }
        return leaves.stream()
                .mapToObj(leaf -> restriction(disjuncts, leaf, leafOf))
                .flatMap(Optional::stream);
    }

    private static Optional<Expression> restriction(
            List<Expression> disjuncts, int leaf, ToIntFunction<Integer> leafOf) {
        Set<Expression> alternatives = new LinkedHashSet<>();
        for (Expression disjunct : disjuncts) {
            List<Expression> about = Scalars.conjuncts(disjunct).stream()
                    .filter(operand -> {
                        BitSet leaves = leaves(operand, leafOf);
                        return leaves.cardinality() == 1 && leaves.get(leaf);
                    })
                    .toList();
            if (about.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(Folding.and(about));
        }
        return Optional.of(Folding.or(List.copyOf(alternatives)));
    }

    static BitSet leaves(Expression expression, ToIntFunction<Integer> leafOf) {
        BitSet leaves = new BitSet();
        Scalars.columns(expression).stream().map(leafOf::applyAsInt).forEach(leaves::set);
        return leaves;
    }
}
