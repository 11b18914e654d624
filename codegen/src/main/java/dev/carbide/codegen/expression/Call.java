package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import java.util.List;
import java.util.stream.Collectors;

/** A function applied to arguments. Built through the function registry, which checks types. */
public record Call(ScalarFunction function, List<Expression> arguments, DataType type, boolean nullable, EvalMode mode)
        implements Expression {
    public Call {
        arguments = List.copyOf(arguments);
    }

    public Expression argument(int index) {
        return arguments.get(index);
    }

    @Override
    public String toString() {
        return function.describe(arguments.stream().map(Expression::toString).collect(Collectors.toList()), type);
    }
}
