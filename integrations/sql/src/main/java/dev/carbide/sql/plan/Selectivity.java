package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The share of rows for which conditions hold, guessed from what is known of the columns. */
final class Selectivity {
    private static final double COMPARISON = 1.0 / 3;
    private static final double PATTERN = 0.1;
    private static final double NULLS = 0.05;
    private static final double OTHER = 1.0 / 3;

    private final List<ColumnFacts> columns;

    Selectivity(List<ColumnFacts> columns) {
        this.columns = columns;
    }

    /**
     * The share of rows that some of the conditions leave.
     *
     * @param column the only column that they are about, or -1
     */
    record Part(int column, double selectivity) {}

    /** The shares to be multiplied for a conjunction. */
    List<Part> parts(List<Expression> conjuncts) {
        Map<Integer, Interval> intervals = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            Bound bound = bound(conjunct);
            if (bound != null) {
                intervals
                        .computeIfAbsent(bound.column, column -> new Interval(columns.get(column)))
                        .restrict(bound);
            } else {
                parts.add(new Part(onlyColumn(conjunct), of(conjunct)));
            }
        }
        intervals.forEach((column, interval) -> parts.add(new Part(column, interval.selectivity())));
        return parts;
    }

    double of(List<Expression> conjuncts) {
        double all = 1;
        for (Part part : parts(conjuncts)) {
            all *= part.selectivity();
        }
        return all;
    }

    private double of(Expression predicate) {
        return switch (predicate) {
            case Literal literal -> Boolean.TRUE.equals(literal.value()) ? 1 : 0;
            case ColumnReference ignored -> 0.5;
            case Call call -> ofCall(call);
        };
    }

    private double ofCall(Call call) {
        return switch (call.function().name()) {
            case "and" -> of(call.arguments());
            case "or" -> {
                double none = 1;
                for (Expression disjunct : call.arguments()) {
                    none *= 1 - of(Scalars.conjuncts(disjunct));
                }
                yield 1 - none;
            }
            case "not" -> 1 - of(Scalars.conjuncts(call.argument(0)));
            case "equal" -> 1 / Math.max(distinct(call.argument(0)), distinct(call.argument(1)));
            case "not_equal" -> 1 - 1 / Math.max(distinct(call.argument(0)), distinct(call.argument(1)));
            case "in" -> Math.min(1, (call.arguments().size() - 1) / distinct(call.argument(0)));
            case "less", "less_or_equal", "greater", "greater_or_equal" -> COMPARISON;
            case "between" -> COMPARISON * COMPARISON;
            case "like" -> PATTERN;
            case "is_null" -> call.argument(0).nullable() ? NULLS : 0;
            case "is_not_null" -> call.argument(0).nullable() ? 1 - NULLS : 1;
            default -> OTHER;
        };
    }

    private double distinct(Expression expression) {
        double product = 1;
        var used = Scalars.columns(expression);
        for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
            product *= columns.get(column).distinct();
        }
        return product;
    }

    private static int onlyColumn(Expression predicate) {
        var used = Scalars.columns(predicate);
        return used.cardinality() == 1 ? used.nextSetBit(0) : -1;
    }

    /** A comparison of a column with a constant; NaN for no limit. */
    private record Bound(int column, double low, double high) {}

    private @Nullable Bound bound(Expression predicate) {
        if (!(predicate instanceof Call call)
                || call.arguments().size() < 2
                || !(call.argument(0) instanceof ColumnReference column)
                || !columns.get(column.column()).bounds().fitsLong()) {
            return null;
        }
        double first = position(call.argument(1), column);
        double second = call.arguments().size() > 2 ? position(call.argument(2), column) : Double.NaN;
        if (Double.isNaN(first)) {
            return null;
        }
        return switch (call.function().name()) {
            case "less", "less_or_equal" -> new Bound(column.column(), Double.NaN, first);
            case "greater", "greater_or_equal" -> new Bound(column.column(), first, Double.NaN);
            case "between" -> Double.isNaN(second) ? null : new Bound(column.column(), first, second);
            default -> null;
        };
    }

    private static double position(Expression constant, ColumnReference column) {
        return constant instanceof Literal literal ? Constants.position(literal, column.type()) : Double.NaN;
    }

    /** What several bounds leave of a column's range. */
    private static final class Interval {
        private final ColumnFacts facts;
        private double low;
        private double high;

        Interval(ColumnFacts facts) {
            this.facts = facts;
            this.low = facts.bounds().min();
            this.high = facts.bounds().max();
        }

        void restrict(Bound bound) {
            low = Double.isNaN(bound.low) ? low : Math.max(low, bound.low);
            high = Double.isNaN(bound.high) ? high : Math.min(high, bound.high);
        }

        double selectivity() {
            double whole =
                    Math.max(1, (double) facts.bounds().max() - facts.bounds().min());
            double least = 1 / facts.distinct();
            return Math.clamp((high - low) / whole, Math.min(1, least), 1);
        }
    }
}
