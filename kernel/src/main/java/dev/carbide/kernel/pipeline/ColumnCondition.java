package dev.carbide.kernel.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.kernel.pipeline.Predicates.Comparison;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.scan.ColumnRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A column compared with a constant that is not NULL. */
record ColumnCondition(int column, Comparison comparison, Literal literal) {

    /** Conditions that hold for every row for which the predicate is TRUE; none if it has another form. */
    static List<ColumnCondition> impliedBy(Expression predicate) {
        if (!(predicate instanceof Call call)) {
            return List.of();
        }
        Optional<Comparison> comparison = Comparison.of(call);
        if (comparison.isPresent()) {
            return compared(call, comparison.get());
        }
        return Predicates.isIn(call) ? candidates(call) : List.of();
    }

    private static List<ColumnCondition> compared(Call call, Comparison comparison) {
        List<ColumnCondition> conditions = new ArrayList<>();
        add(conditions, call.argument(0), comparison, call.argument(1));
        add(conditions, call.argument(1), comparison.mirrored(), call.argument(0));
        return conditions;
    }

    /** One of constants: between the least and the greatest. */
    private static List<ColumnCondition> candidates(Call call) {
        List<Expression> arguments =
                call.arguments().subList(1, call.arguments().size());
        List<Literal> constants = arguments.stream()
                .filter(argument -> argument instanceof Literal literal && literal.value() != null)
                .map(Literal.class::cast)
                .sorted(ConstantOrder::compare)
                .toList();
        boolean onlyConstants = arguments.stream().allMatch(Literal.class::isInstance);
        List<ColumnCondition> conditions = new ArrayList<>();
        if (onlyConstants && !constants.isEmpty()) {
            add(conditions, call.argument(0), Comparison.GREATER_OR_EQUAL, constants.getFirst());
            add(conditions, call.argument(0), Comparison.LESS_OR_EQUAL, constants.getLast());
        }
        return conditions;
    }

    private static void add(
            List<ColumnCondition> conditions, Expression value, Comparison comparison, Expression bound) {
        if (bound instanceof Literal literal
                && literal.value() != null
                && ExactCasts.strip(value) instanceof ColumnReference reference) {
            conditions.add(new ColumnCondition(reference.column(), comparison, literal));
        }
    }

    /** The range of a scan's column that holds all values which meet the condition; none if it cannot be told. */
    Optional<ColumnRange> asRange(int scanColumn, DataType type) {
        Optional<ConstantBound> low = comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL
                ? Optional.empty()
                : ConstantBound.low(literal, comparison != Comparison.GREATER, type);
        Optional<ConstantBound> high = comparison == Comparison.GREATER || comparison == Comparison.GREATER_OR_EQUAL
                ? Optional.empty()
                : ConstantBound.high(literal, comparison != Comparison.LESS, type);
        if (low.isEmpty() && high.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ColumnRange(
                scanColumn,
                low.map(ConstantBound::literal).orElse(null),
                low.map(ConstantBound::inclusive).orElse(false),
                high.map(ConstantBound::literal).orElse(null),
                high.map(ConstantBound::inclusive).orElse(false)));
    }
}
