package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.function.FunctionRegistry;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds, takes apart and rewrites scalar expressions. All calls are in ANSI mode. */
final class Scalars {
    static final Literal TRUE = new Literal(DataType.BOOLEAN, true);
    static final Literal FALSE = new Literal(DataType.BOOLEAN, false);

    private static final FunctionRegistry FUNCTIONS = FunctionRegistry.standard();

    private Scalars() {}

    static Expression call(String name, Expression... arguments) {
        return FUNCTIONS.call(name, List.of(arguments));
    }

    static Expression call(String name, List<Expression> arguments, @Nullable DataType type) {
        return FUNCTIONS.call(name, arguments, type, EvalMode.ANSI);
    }

    static boolean isCall(Expression expression, String name) {
        return expression instanceof Call call && call.function().name().equals(name);
    }

    /** The value as that type; literals are converted now where that is exact. */
    static Expression cast(Expression expression, DataType type) {
        if (expression.type().equals(type)) {
            return expression;
        }
        if (expression instanceof Literal literal) {
            Literal converted = Constants.exactly(literal, type);
            if (converted != null) {
                return converted;
            }
        }
        return call("cast", List.of(expression), type);
    }

    static Expression literal(long value, DataType type) {
        return new Literal(type, value);
    }

    /** The operands of nested ANDs, left to right, without TRUE and repetitions. */
    static List<Expression> conjuncts(Expression predicate) {
        LinkedHashSet<Expression> found = new LinkedHashSet<>();
        collect("and", predicate, found);
        found.remove(TRUE);
        return List.copyOf(found);
    }

    /** The operands of nested ORs, left to right, without FALSE and repetitions. */
    static List<Expression> disjuncts(Expression predicate) {
        LinkedHashSet<Expression> found = new LinkedHashSet<>();
        collect("or", predicate, found);
        found.remove(FALSE);
        return List.copyOf(found);
    }

    private static void collect(String connective, Expression predicate, Collection<Expression> into) {
        if (isCall(predicate, connective)) {
            ((Call) predicate).arguments().forEach(argument -> collect(connective, argument, into));
        } else {
            into.add(predicate);
        }
    }

    static Expression and(Collection<Expression> operands) {
        return combine("and", operands, TRUE);
    }

    static Expression or(Collection<Expression> operands) {
        return combine("or", operands, FALSE);
    }

    private static Expression combine(String connective, Collection<Expression> operands, Expression none) {
        List<Expression> list = List.copyOf(operands);
        return switch (list.size()) {
            case 0 -> none;
            case 1 -> list.getFirst();
            default -> call(connective, list, null);
        };
    }

    /** With every column reference replaced. Nullability follows from what replaces it. */
    static Expression substitute(Expression expression, Function<ColumnReference, Expression> replacement) {
        return switch (expression) {
            case Literal literal -> literal;
            case ColumnReference reference -> replacement.apply(reference);
            case Call call -> {
                List<Expression> arguments = new ArrayList<>(call.arguments().size());
                boolean changed = false;
                for (Expression argument : call.arguments()) {
                    Expression replaced = substitute(argument, replacement);
                    changed |= replaced != argument;
                    arguments.add(replaced);
                }
                yield changed ? Call.of(call.function(), arguments, call.type(), call.mode()) : call;
            }
        };
    }

    /** Refers to columns {@code offset} positions further on. */
    static Expression shift(Expression expression, int offset) {
        return offset == 0
                ? expression
                : substitute(
                        expression,
                        reference -> new ColumnReference(
                                reference.column() + offset, reference.name(), reference.type(), reference.nullable()));
    }

    static BitSet columns(Expression expression) {
        BitSet columns = new BitSet();
        addColumns(expression, columns);
        return columns;
    }

    static BitSet columns(Stream<Expression> expressions) {
        BitSet columns = new BitSet();
        expressions.forEach(expression -> addColumns(expression, columns));
        return columns;
    }

    private static void addColumns(Expression expression, BitSet columns) {
        switch (expression) {
            case Literal ignored -> {}
            case ColumnReference reference -> columns.set(reference.column());
            case Call call -> call.arguments().forEach(argument -> addColumns(argument, columns));
        }
    }

    /** Calls, columns and literals in it, counted up to {@code limit}. */
    static int size(Expression expression, int limit) {
        int size = 1;
        if (expression instanceof Call call) {
            for (Expression argument : call.arguments()) {
                if (size >= limit) {
                    break;
                }
                size += size(argument, limit - size);
            }
        }
        return size;
    }
}
