package dev.carbide.kernel.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.IntegerType;

/** Casts between exact numbers that keep every value, so that a comparison of the result is one of the argument. */
final class ExactCasts {
    private ExactCasts() {}

    /** The expression below such casts. */
    static Expression strip(Expression expression) {
        return expression instanceof Call call
                        && Predicates.isCast(call)
                        && keepsValue(call.argument(0).type(), call.type())
                ? strip(call.argument(0))
                : expression;
    }

    private static boolean keepsValue(DataType from, DataType to) {
        return switch (from) {
            case IntegerType integer when to instanceof IntegerType wider -> wider.bits() >= integer.bits();
            case IntegerType integer
            when to instanceof DecimalType decimal ->
                decimal.precision() - decimal.scale()
                        >= Long.toString(integer.maxValue()).length();
            case DecimalType decimal
            when to instanceof DecimalType wider ->
                wider.scale() >= decimal.scale()
                        && wider.precision() - wider.scale() >= decimal.precision() - decimal.scale();
            default -> false;
        };
    }
}
