package dev.carbide.codegen.expression;

import dev.carbide.codegen.runtime.EvaluationSite;
import dev.carbide.offheap.type.DataType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A function applied to arguments. Built through the function registry, which checks types. */
public record Call(ScalarFunction function, List<Expression> arguments, DataType type, boolean nullable, EvalMode mode)
        implements Expression {
    public Call {
        arguments = List.copyOf(arguments);
    }

    /**
     * A checked call.
     *
     * @param type the result type the front-end decided on, or null for the usual one
     * @throws dev.carbide.offheap.error.CarbideException if the function does not take these arguments or cannot return
     *     that type
     */
    public static Call of(ScalarFunction function, List<Expression> arguments, @Nullable DataType type, EvalMode mode) {
        DataType result = function.resolveType(new TypeCheck(function.name(), arguments), type);
        return new Call(function, arguments, result, function.nullable(arguments, result, mode), mode);
    }

    /** How this call names itself and its arguments when it fails. */
    public EvaluationSite site() {
        return new EvaluationSite(
                toString(), arguments.stream().map(Expression::type).toList(), type);
    }

    public Expression argument(int index) {
        return arguments.get(index);
    }

    @Override
    public String toString() {
        return function.describe(arguments.stream().map(Expression::toString).collect(Collectors.toList()), type);
    }
}
