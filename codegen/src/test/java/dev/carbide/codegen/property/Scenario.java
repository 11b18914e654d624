package dev.carbide.codegen.property;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.FunctionBuilder;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.function.FunctionRegistry;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one random test case is made of: columns as they are needed, with the values they will hold. */
final class Scenario {
    static final List<DataType> TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.decimal(15, 2),
            DataType.decimal(18, 0),
            DataType.decimal(30, 10),
            DataType.decimal(38, 0),
            DataType.decimal(38, 20),
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.TIMESTAMP_UTC,
            DataType.STRING,
            DataType.BINARY);

    /** A function that a user brings, without code of its own: the argument itself. */
    private static final FunctionRegistry FUNCTIONS = FunctionRegistry.standard()
            .with(FunctionBuilder.function("same")
                    .types((arguments, requested) -> arguments.requireCount(1).result(requested, arguments.type(0)))
                    .interpreted((call, values) -> values[0]));

    final Random random;
    final boolean small;
    final boolean withNulls;
    private final boolean nullable;
    private final List<Field> fields = new ArrayList<>();
    private final List<Supplier<Object>> values = new ArrayList<>();

    Scenario(long seed) {
        random = new Random(seed);
        small = random.nextBoolean();
        withNulls = random.nextInt(3) > 0;
        nullable = withNulls || random.nextBoolean();
    }

    Schema schema() {
        return new Schema(List.copyOf(fields));
    }

    /** A value for a row of a column, now and then NULL. */
    @Nullable
    Object value(int column) {
        return withNulls && random.nextInt(4) == 0 ? null : values.get(column).get();
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    DataType anyType() {
        return oneOf(TYPES);
    }

    IntegerType integerType() {
        return oneOf(DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64);
    }

    DecimalType decimalType() {
        int precision = oneOf(1, 5, 9, 15, 15, 16, 18, 19, 25, 32, 37, 38);
        return DataType.decimal(precision, oneOf(0, Math.min(2, precision), random.nextInt(precision + 1)));
    }

    DataType floatingType() {
        return oneOf(DataType.FLOAT32, DataType.FLOAT64);
    }

    DataType numericType() {
        return switch (random.nextInt(4)) {
            case 0 -> integerType();
            case 1 -> floatingType();
            default -> decimalType();
        };
    }

    EvalMode mode() {
        return oneOf(EvalMode.values());
    }

    /** Mostly a column, at times a literal. */
    Expression argument(DataType type) {
        return argument(type, () -> RandomValues.of(type, random, small));
    }

    Expression argument(DataType type, Supplier<Object> of) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Literal(type, of.get());
            case 2 -> new Literal(type, nullable && random.nextBoolean() ? null : of.get());
            default -> column(type, of);
        };
    }

    Expression column(DataType type) {
        return column(type, () -> RandomValues.of(type, random, small));
    }

    Expression column(DataType type, Supplier<Object> of) {
        String name = "c" + fields.size();
        fields.add(new Field(name, type, nullable));
        values.add(of);
        return new ColumnReference(fields.size() - 1, name, type, nullable);
    }

    Expression call(String name, Expression... arguments) {
        return call(name, null, List.of(arguments));
    }

    Expression call(String name, @Nullable DataType type, List<Expression> arguments) {
        return FUNCTIONS.call(name, arguments, type, mode());
    }
}
