package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.interpret.Interpreter;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds calls and computes those of constants at once, by the interpreter of the engine's own functions, so that a
 * constant is what the query would have computed. What would fail is left for the execution to fail on.
 */
final class Folding {
    private static final Map<String, String> OPPOSITES = Map.of(
            "equal", "not_equal",
            "not_equal", "equal",
            "less", "greater_or_equal",
            "less_or_equal", "greater",
            "greater", "less_or_equal",
            "greater_or_equal", "less",
            "is_null", "is_not_null",
            "is_not_null", "is_null");

    private Folding() {}

    static Expression call(String name, Expression... arguments) {
        return call(name, List.of(arguments), null);
    }

    static Expression call(String name, List<Expression> arguments, @Nullable DataType type) {
        return fold(Scalars.call(name, arguments, type));
    }

    private static Expression fold(Expression expression) {
        if (!(expression instanceof Call call)
                || !call.arguments().stream().allMatch(Literal.class::isInstance)
                || !ExpressionProperties.isDeterministic(call)) {
            return expression;
        }
        try {
            return new Literal(call.type(), Interpreter.evaluate(call, column -> null));
        } catch (EvaluationException raisedByTheQuery) {
            return expression;
        }
    }

    static Expression cast(Expression expression, DataType type) {
        return fold(Scalars.cast(expression, type));
    }

    static Expression and(List<Expression> operands) {
        Set<Expression> kept = new LinkedHashSet<>();
        operands.forEach(operand -> kept.addAll(Scalars.conjuncts(operand)));
        return kept.contains(Scalars.FALSE) ? Scalars.FALSE : Scalars.and(kept);
    }

    /** Equalities of one value with constants become one IN, at the place of the first. */
    static Expression or(List<Expression> operands) {
        Map<Expression, List<Literal>> points = new HashMap<>();
        Set<Expression> kept = new LinkedHashSet<>();
        for (Expression operand : operands) {
            for (Expression disjunct : Scalars.disjuncts(operand)) {
                Expression value = searched(disjunct);
                if (value == null) {
                    kept.add(disjunct);
                } else {
                    if (!points.containsKey(value)) {
                        kept.add(value);
                    }
                    points.computeIfAbsent(value, ignored -> new ArrayList<>()).addAll(constants(disjunct));
                }
            }
        }
        if (kept.contains(Scalars.TRUE)) {
            return Scalars.TRUE;
        }
        return Scalars.or(kept.stream()
                .map(disjunct -> points.containsKey(disjunct) ? oneOf(disjunct, points.get(disjunct)) : disjunct)
                .toList());
    }

    /** The value that an equality or IN compares with constants of its own type. */
    private static @Nullable Expression searched(Expression predicate) {
        if (!(predicate instanceof Call call) || !Scalars.isCall(call, "equal") && !Scalars.isCall(call, "in")) {
            return null;
        }
        Expression value = call.argument(0);
        boolean constants = !(value instanceof Literal)
                && call.arguments().stream()
                        .skip(1)
                        .allMatch(argument ->
                                argument instanceof Literal && argument.type().equals(value.type()));
        return constants ? value : null;
    }

    private static List<Literal> constants(Expression predicate) {
        return ((Call) predicate)
                .arguments().stream().skip(1).map(Literal.class::cast).toList();
    }

    private static Expression oneOf(Expression value, List<Literal> constants) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(value);
        arguments.addAll(new LinkedHashSet<>(constants));
        return call(arguments.size() == 2 ? "equal" : "in", arguments, null);
    }

    static Expression not(Expression operand) {
        if (operand instanceof Call call) {
            if (Scalars.isCall(call, "not")) {
                return call.argument(0);
            }
            String opposite = OPPOSITES.get(call.function().name());
            if (opposite != null) {
                return Scalars.call(opposite, call.arguments(), null);
            }
        }
        return call("not", operand);
    }

    /** The boolean value, or {@code instead} where it is NULL. */
    static Expression orElse(Expression value, Literal instead) {
        return value.nullable() ? call("coalesce", value, instead) : value;
    }

    /** Conditions and results in turn, then the result for all else; all results of one type. */
    static Expression caseWhen(List<Expression> arguments, DataType type) {
        List<Expression> kept = new ArrayList<>();
        for (int index = 0; index + 1 < arguments.size(); index += 2) {
            Expression condition = arguments.get(index);
            if (Scalars.TRUE.equals(condition)) {
                return finish(kept, arguments.get(index + 1), type);
            }
            if (!(condition instanceof Literal)) {
                kept.add(condition);
                kept.add(arguments.get(index + 1));
            }
        }
        return finish(kept, arguments.getLast(), type);
    }

    private static Expression finish(List<Expression> branches, Expression otherwise, DataType type) {
        if (branches.isEmpty()) {
            return otherwise;
        }
        branches.add(otherwise);
        List<Expression> alternatives = firstThatIsNotNull(branches);
        return alternatives == null ? call("case", branches, type) : call("coalesce", alternatives, null);
    }

    /** What COALESCE was before validation spelled it out: every value if it is not NULL. */
    private static @Nullable List<Expression> firstThatIsNotNull(List<Expression> branches) {
        List<Expression> values = new ArrayList<>();
        for (int index = 0; index + 1 < branches.size(); index += 2) {
            Expression value = branches.get(index + 1);
            if (!branches.get(index).equals(Scalars.call("is_not_null", value))) {
                return null;
            }
            values.add(value);
        }
        values.add(branches.getLast());
        return values;
    }

    /** Whether the value is one of the constants. */
    static Expression in(Expression value, List<Literal> constants) {
        return or(constants.stream()
                .map(constant -> Comparisons.of("equal", value, constant))
                .toList());
    }
}
