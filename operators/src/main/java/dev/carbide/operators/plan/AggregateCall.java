package dev.carbide.operators.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of an {@link AggregateNode}: {@code argument} is null for COUNT(*) only. NULL arguments do not count; SUM,
 * AVG, MIN and MAX of no values are NULL.
 *
 * <p>Result types: COUNT gives INT64. SUM of integers gives INT64 (overflow is an error) or a wide DECIMAL of scale 0,
 * of decimals a DECIMAL of the same scale (a sum beyond its precision is an error), of floats FLOAT64. AVG of decimals
 * gives a DECIMAL (rounded half up), of anything else FLOAT64. MIN and MAX keep the argument's type.
 */
public record AggregateCall(Function function, @Nullable Expression argument, DataType type, String name) {
    /** The aggregate functions. */
    public enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    public AggregateCall {
        if (argument == null) {
            PlanChecks.require(function == Function.COUNT, function + " needs an argument");
        } else {
            PlanChecks.require(
                    accepts(function, argument.type(), type),
                    function + " of " + argument.type() + " cannot return " + type + ": " + function + "(" + argument
                            + ")");
        }
        PlanChecks.require(
                function != Function.COUNT || type.equals(DataType.INT64), "COUNT must return INT64, got " + type);
    }

    public static AggregateCall countAll(String name) {
        return new AggregateCall(Function.COUNT, null, DataType.INT64, name);
    }

    /** With the default result type of the argument's type (Spark's rules for decimals). */
    public static AggregateCall of(Function function, Expression argument, String name) {
        return new AggregateCall(function, argument, defaultType(function, argument.type()), name);
    }

    public static DataType defaultType(Function function, DataType argument) {
        return switch (function) {
            case COUNT -> DataType.INT64;
            case MIN, MAX -> argument;
            case SUM ->
                switch (argument) {
                    case IntegerType ignored -> DataType.INT64;
                    case FloatingType ignored -> DataType.FLOAT64;
                    case DecimalType decimal ->
                        DataType.decimal(Math.min(38, decimal.precision() + 10), decimal.scale());
                    default -> throw new CarbideException("SUM needs a numeric argument, got " + argument);
                };
            case AVG ->
                switch (argument) {
                    case IntegerType ignored -> DataType.FLOAT64;
                    case FloatingType ignored -> DataType.FLOAT64;
                    case DecimalType decimal ->
                        DataType.decimal(Math.min(38, decimal.precision() + 4), Math.min(37, decimal.scale() + 4));
                    default -> throw new CarbideException("AVG needs a numeric argument, got " + argument);
                };
        };
    }

    private static boolean accepts(Function function, DataType argument, DataType result) {
        return switch (function) {
            case COUNT -> true;
            case MIN, MAX -> argument.equals(result);
            case SUM ->
                switch (argument) {
                    case IntegerType ignored ->
                        result.equals(DataType.INT64)
                                || result instanceof DecimalType decimal && decimal.isWide() && decimal.scale() == 0;
                    case FloatingType ignored -> result.equals(DataType.FLOAT64);
                    case DecimalType decimal -> result instanceof DecimalType sum && sum.scale() == decimal.scale();
                    default -> false;
                };
            case AVG ->
                switch (argument) {
                    case IntegerType ignored -> result.equals(DataType.FLOAT64);
                    case FloatingType ignored -> result.equals(DataType.FLOAT64);
                    case DecimalType decimal ->
                        result instanceof DecimalType average && average.scale() >= decimal.scale();
                    default -> false;
                };
        };
    }

    Field field(boolean grouped) {
        boolean nullable = function != Function.COUNT && (!grouped || argument == null || argument.nullable());
        return new Field(name, type, nullable);
    }

    @Override
    public String toString() {
        return function.name().toLowerCase(java.util.Locale.ROOT) + "(" + (argument == null ? "*" : argument) + ") AS "
                + name;
    }
}
