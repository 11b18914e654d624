package dev.carbide.codegen.expression;

import dev.carbide.codegen.runtime.EvaluationSite;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function applied to arguments. Built through the function registry, which checks types. Immutable and compared by
 * structure; what follows from the structure is kept, so that asking at every level of a tree stays linear.
 */
public final class Call implements Expression {
    /** Deeper trees would overflow the stacks of those who walk them. */
    public static final int MAX_DEPTH = 1000;

    private final ScalarFunction function;
    private final List<Expression> arguments;
    private final DataType type;
    private final boolean nullable;
    private final EvalMode mode;
    private final int hash;
    private final int depth;
    private @Nullable Range range;
    private @Nullable FailureKind failure;
    private @Nullable Boolean canRaise;
    private @Nullable Boolean expensive;

    /** @throws CarbideException if the tree is deeper than {@link #MAX_DEPTH} */
    public Call(ScalarFunction function, List<Expression> arguments, DataType type, boolean nullable, EvalMode mode) {
        this.function = function;
        this.arguments = List.copyOf(arguments);
        this.type = type;
        this.nullable = nullable;
        this.mode = mode;
        this.hash = Objects.hash(function, this.arguments, type, nullable, mode);
        int deepest = 0;
        for (Expression argument : this.arguments) {
            deepest = Math.max(deepest, argument instanceof Call call ? call.depth : 0);
        }
        this.depth = deepest + 1;
        if (depth > MAX_DEPTH) {
            throw new CarbideException("Expression must not be nested deeper than " + MAX_DEPTH + " calls");
        }
    }

    /**
     * A checked call.
     *
     * @param type the result type the front-end decided on, or null for the usual one
     * @throws CarbideException if the function does not take these arguments or cannot return that type
     */
    public static Call of(ScalarFunction function, List<Expression> arguments, @Nullable DataType type, EvalMode mode) {
        DataType result = function.resolveType(new TypeCheck(function.name(), arguments), type);
        return new Call(function, arguments, result, function.nullable(arguments, result, mode), mode);
    }

    public ScalarFunction function() {
        return function;
    }

    public List<Expression> arguments() {
        return arguments;
    }

    public Expression argument(int index) {
        return arguments.get(index);
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public boolean nullable() {
        return nullable;
    }

    public EvalMode mode() {
        return mode;
    }

    /** How this call names itself and its arguments when it fails. */
    public EvaluationSite site() {
        return new EvaluationSite(
                toString(), arguments.stream().map(Expression::type).toList(), type);
    }

    /** What types alone say about the value; see {@link ScalarFunction#range}. */
    Range range() {
        Range known = range;
        if (known == null) {
            known = function.range(
                    this, arguments.stream().map(ExpressionProperties::range).toList());
            range = known;
        }
        return known;
    }

    /** What the operation may do for some values of these arguments; see {@link ScalarFunction#failure}. */
    public FailureKind failure() {
        FailureKind known = failure;
        if (known == null) {
            known = function.failure(arguments, type);
            failure = known;
        }
        return known;
    }

    boolean canRaise() {
        Boolean known = canRaise;
        if (known == null) {
            known = failure().raises(mode) || arguments.stream().anyMatch(ExpressionProperties::canRaise);
            canRaise = known;
        }
        return known;
    }

    boolean isExpensive() {
        Boolean known = expensive;
        if (known == null) {
            known = function.isExpensive(this)
                    || arguments.stream().anyMatch(argument -> argument instanceof Call call && call.isExpensive());
            expensive = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Call that
                        && hash == that.hash
                        && function.equals(that.function)
                        && nullable == that.nullable
                        && mode == that.mode
                        && type.equals(that.type)
                        && arguments.equals(that.arguments);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return function.describe(arguments.stream().map(Expression::toString).collect(Collectors.toList()), type);
    }
}
