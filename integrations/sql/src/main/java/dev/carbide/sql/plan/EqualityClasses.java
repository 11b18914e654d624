package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of expressions of equal value, each over the columns of one leaf: from {@code a = b AND b = c} follows
 * {@code a = c}. All of one class have one type.
 */
final class EqualityClasses {
    /** Expression to leaf, per class; in the order of appearance. */
    private final List<Map<Expression, Integer>> classes = new ArrayList<>();

    void add(Expression left, int leftLeaf, Expression right, int rightLeaf) {
        Map<Expression, Integer> first = find(left);
        Map<Expression, Integer> second = find(right);
        if (first == null && second == null) {
            first = new LinkedHashMap<>();
            classes.add(first);
        } else if (first == null) {
            first = second;
        } else if (second != null && first != second) {
            first.putAll(second);
            classes.remove(second);
        }
        first.putIfAbsent(left, leftLeaf);
        first.putIfAbsent(right, rightLeaf);
    }

    private @org.jspecify.annotations.Nullable Map<Expression, Integer> find(Expression expression) {
        for (Map<Expression, Integer> candidate : classes) {
            if (candidate.containsKey(expression)) {
                return candidate;
            }
        }
        return null;
    }

    /** Per class: expression to leaf. */
    List<Map<Expression, Integer>> classes() {
        return classes;
    }
}
