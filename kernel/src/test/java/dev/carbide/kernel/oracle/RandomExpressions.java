package dev.carbide.kernel.oracle;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.function.FunctionRegistry;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random expressions that are correct by type and never raise: what could, runs in TRY or LEGACY mode. */
final class RandomExpressions {
    static final List<DataType> TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.decimal(5, 2),
            DataType.decimal(15, 2),
            DataType.decimal(18, 0),
            DataType.decimal(19, 4),
            DataType.decimal(38, 10),
            DataType.decimal(38, 0),
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.TIMESTAMP_UTC,
            DataType.STRING,
            DataType.STRING,
            DataType.BINARY);

    private static final List<String> COMPARISONS =
            List.of("equal", "not_equal", "less", "less_or_equal", "greater", "greater_or_equal", "is_distinct_from");

    private final Random random;
    private final RandomData data;
    private final List<RandomColumn> columns;

    RandomExpressions(Random random, RandomData data, List<RandomColumn> columns) {
        this.random = random;
        this.data = data;
        this.columns = columns;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    private <T> T oneOf(Supplier<T>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }

    DataType anyType() {
        return columns.isEmpty() || random.nextInt(4) == 0
                ? oneOf(TYPES)
                : oneOf(columns).reference().type();
    }

    /** A condition that keeps some rows and drops some, more often than not. */
    Expression condition() {
        return random.nextInt(4) == 0
                ? junction(2 + random.nextInt(3), 2)
                : of(DataType.BOOLEAN, 1 + random.nextInt(3));
    }

    /** An expression of that type, at most {@code depth} calls deep. */
    Expression of(DataType type, int depth) {
        return depth == 0 || random.nextInt(5) == 0 ? leaf(type) : call(type, depth - 1);
    }

    private Expression leaf(DataType type) {
        List<RandomColumn> fitting = columns.stream()
                .filter(column -> column.reference().type().equals(type))
                .toList();
        if (fitting.isEmpty() || random.nextInt(6) == 0) {
            return new Literal(type, random.nextInt(10) == 0 ? null : data.value(type));
        }
        return oneOf(fitting).reference();
    }

    private Expression call(DataType type, int depth) {
        if (random.nextInt(5) == 0) {
            return oneOf(() -> choice(type, depth), () -> coalesce(type, depth), () -> nullIf(type, depth));
        }
        return switch (type) {
            case BooleanType ignored -> truth(depth);
            case IntegerType integer -> integer(integer, depth);
            case DecimalType ignored ->
                oneOf(
                        () -> decimal(oneOf(List.of("add", "subtract", "multiply", "divide", "modulo")), type, depth),
                        () -> safe("negate", null, of(type, depth)),
                        () -> safe("cast", type, of(oneOf(List.of(DataType.INT32, DataType.decimal(15, 2))), depth)));
            case FloatingType ignored ->
                oneOf(
                        () -> safe(
                                oneOf(List.of("add", "subtract", "multiply")), null, of(type, depth), of(type, depth)),
                        () -> determined() ? safe("divide", null, of(type, depth), of(type, depth)) : leaf(type),
                        () -> safe("cast", type, of(DataType.INT32, depth)));
            case DateType ignored -> safe("cast", type, of(DataType.TIMESTAMP, depth));
            case TimestampType ignored -> safe("cast", type, of(DataType.DATE, depth));
            case StringType ignored -> text(depth);
            case BinaryType ignored -> safe("concat", null, of(type, depth), of(type, depth));
        };
    }

    private boolean determined() {
        return columns.stream().allMatch(RandomColumn::determined);
    }

    private Expression integer(IntegerType type, int depth) {
        String operation = oneOf(List.of("add", "subtract", "multiply", "divide", "modulo"));
        if (type.bits() >= Integer.SIZE && random.nextInt(3) == 0) {
            return oneOf(
                    () -> safe("length", type, of(oneOf(List.of(DataType.STRING, DataType.BINARY)), depth)),
                    () -> safe("cast", type, of(oneOf(TYPES.subList(0, 5)), depth)));
        }
        return oneOf(
                () -> safe(operation, null, of(type, depth), of(type, depth)),
                () -> safe("negate", null, of(type, depth)),
                () -> safe("abs", null, of(type, depth)));
    }

    private Expression decimal(String operation, DataType type, int depth) {
        DataType other = oneOf(List.of(type, DataType.INT32, DataType.decimal(5, 2)));
        return safe(operation, type, of(type, depth), of(other, depth));
    }

    private Expression text(int depth) {
        return oneOf(
                () -> safe("concat", null, of(DataType.STRING, depth), of(DataType.STRING, depth)),
                () -> safe("upper", null, of(DataType.STRING, depth)),
                () -> safe(
                        "substring",
                        null,
                        of(DataType.STRING, depth),
                        new Literal(DataType.INT32, (long) random.nextInt(-2, 5)),
                        new Literal(DataType.INT32, (long) random.nextInt(5))),
                () -> safe("cast", DataType.STRING, of(oneOf(List.of(DataType.INT64, DataType.DATE)), depth)));
    }

    private Expression truth(int depth) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> junction(2 + random.nextInt(3), depth);
            case 2 -> safe("not", null, of(DataType.BOOLEAN, depth));
            case 3 -> safe(oneOf(List.of("is_null", "is_not_null")), null, of(anyType(), depth));
            case 4 -> between(depth);
            case 5 -> candidates(depth);
            case 6 ->
                safe(
                        oneOf(List.of("starts_with", "ends_with", "contains")),
                        null,
                        of(DataType.STRING, depth),
                        of(DataType.STRING, depth));
            default -> comparison(depth);
        };
    }

    private Expression comparison(int depth) {
        DataType type = anyType();
        boolean exact = type instanceof IntegerType || type instanceof DecimalType;
        DataType other =
                exact && random.nextInt(3) == 0 ? oneOf(List.of(DataType.INT32, DataType.decimal(15, 2))) : type;
        Expression right = random.nextBoolean() ? new Literal(other, data.value(other)) : of(other, depth);
        return safe(oneOf(COMPARISONS), null, of(type, depth), right);
    }

    private Expression junction(int arguments, int depth) {
        List<Expression> parts = new ArrayList<>();
        for (int part = 0; part < arguments; part++) {
            parts.add(of(DataType.BOOLEAN, depth));
        }
        return safe(oneOf(List.of("and", "or")), null, parts.toArray(Expression[]::new));
    }

    private Expression between(int depth) {
        DataType type = anyType();
        Expression value = of(type, depth);
        Expression low = safe("greater_or_equal", null, value, of(type, 0));
        return safe("and", null, low, safe("less_or_equal", null, value, of(type, 0)));
    }

    /** One of several: IN if the registry has it, else the same by comparisons. */
    private Expression candidates(int depth) {
        DataType type = anyType();
        List<Expression> arguments = new ArrayList<>(List.of(of(type, depth)));
        for (int candidate = 0; candidate <= random.nextInt(5); candidate++) {
            arguments.add(new Literal(type, random.nextInt(8) == 0 ? null : data.value(type)));
        }
        if (FunctionRegistry.standard().find("in").isPresent()) {
            return safe("in", null, arguments.toArray(Expression[]::new));
        }
        return arguments.stream()
                .skip(1)
                .map(candidate -> safe("equal", null, arguments.getFirst(), candidate))
                .reduce((one, other) -> safe("or", null, one, other))
                .orElseThrow();
    }

    private Expression choice(DataType type, int depth) {
        List<Expression> arguments = new ArrayList<>();
        int branches = random.nextInt(8) == 0 ? 6 : 1 + random.nextInt(2);
        for (int branch = 0; branch < branches; branch++) {
            arguments.add(of(DataType.BOOLEAN, Math.min(depth, 1)));
            arguments.add(of(type, depth));
        }
        arguments.add(of(type, depth));
        return safe("case", null, arguments.toArray(Expression[]::new));
    }

    private Expression coalesce(DataType type, int depth) {
        return safe("coalesce", null, of(type, depth), of(type, depth));
    }

    private Expression nullIf(DataType type, int depth) {
        return safe("null_if", null, of(type, depth), of(type, depth));
    }

    private Expression safe(String name, @Nullable DataType type, Expression... arguments) {
        ScalarFunction function = FunctionRegistry.standard().find(name).orElseThrow();
        Call ansi = Call.of(function, List.of(arguments), type, EvalMode.ANSI);
        if (!function.failure(ansi.arguments(), ansi.type()).raises(EvalMode.ANSI)) {
            return ansi;
        }
        return Call.of(function, List.of(arguments), type, random.nextBoolean() ? EvalMode.TRY : EvalMode.LEGACY);
    }

    /** Whether it can raise; those made here cannot. */
    static boolean canRaise(Expression expression) {
        return ExpressionProperties.canRaise(expression);
    }
}
