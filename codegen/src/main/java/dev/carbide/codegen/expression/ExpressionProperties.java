package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.Bounds;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What can be known of an expression without evaluating it. */
public final class ExpressionProperties {
    private ExpressionProperties() {}

    /** The work per row, as far as it decides between branch-free and lazy evaluation. */
    public enum Cost {
        /** Arithmetic and comparisons in registers. */
        CHEAP,
        /** Loops over bytes, division of wide decimals, anything that calls out. */
        EXPENSIVE
    }

    /** Whether evaluation can throw an {@link dev.carbide.offheap.error.EvaluationException}. */
    public static boolean canRaise(Expression expression) {
        return expression instanceof Call call && call.canRaise();
    }

    public static boolean isDeterministic(Expression expression) {
        return !anyCall(expression, call -> !call.function().isDeterministic());
    }

    public static Cost cost(Expression expression) {
        return expression instanceof Call call && call.isExpensive() ? Cost.EXPENSIVE : Cost.CHEAP;
    }

    /** Whether it may be evaluated for a row that does not need it: it cannot raise and costs little. */
    public static boolean isFree(Expression expression) {
        return cost(expression) == Cost.CHEAP && !canRaise(expression);
    }

    /** The columns of the input relation that it reads, in ascending order. */
    public static Set<Integer> columns(Expression expression) {
        Set<Integer> columns = new TreeSet<>();
        forEachColumn(expression, reference -> columns.add(reference.column()));
        return columns;
    }

    public static void forEachColumn(Expression expression, Consumer<ColumnReference> action) {
        switch (expression) {
            case ColumnReference reference -> action.accept(reference);
            case Literal ignored -> {}
            case Call call -> call.arguments().forEach(argument -> forEachColumn(argument, action));
        }
    }

    /** What types alone say about the value; see {@link ScalarFunction#range}. */
    public static Range range(Expression expression) {
        return switch (expression) {
            case Call call -> call.range();
            case Literal literal when literal.value() == null -> Range.of(Bounds.ofValue(0));
            case Literal literal -> Range.of(literal.type().bounds());
            case ColumnReference reference -> Range.of(reference.type().bounds());
        };
    }

    /** The range by what {@code leaves} says of columns and literals. */
    public static Range range(Expression expression, Function<Expression, Range> leaves) {
        if (expression instanceof Call call) {
            List<Range> arguments = call.arguments().stream()
                    .map(argument -> range(argument, leaves))
                    .toList();
            return call.function().range(call, arguments);
        }
        return leaves.apply(expression);
    }

    private static boolean anyCall(Expression expression, Predicate<Call> property) {
        return expression instanceof Call call
                && (property.test(call) || call.arguments().stream().anyMatch(argument -> anyCall(argument, property)));
    }
}
