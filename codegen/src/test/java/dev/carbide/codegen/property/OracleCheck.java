package dev.carbide.codegen.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.interpret.Interpreter;
import dev.carbide.codegen.interpret.Row;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over random rows by generated code, in all its variants, and by the interpreter. */
final class OracleCheck {
    private static final int ROWS = 40;

    private OracleCheck() {}

    static void check(Scenario scenario, List<Expression> expressions) {
        Schema schema = scenario.schema();
        PageAllocator allocator = PageAllocator.create(0);
        MemoryPool pool = MemoryPool.root("test", MemoryPool.UNLIMITED);
        List<DataType> types =
                schema.fields().stream().map(field -> field.type()).toList();
        try (BatchBuilder builder = new BatchBuilder(types, ROWS, pool, allocator);
                GeneratedExpressions generated =
                        new GeneratedExpressions(schema, scenario.withNulls, expressions, allocator, pool)) {
            @Nullable Object[][] rows = fill(builder, scenario, schema);
            compare(generated, expressions, builder.view(ROWS), rows);
        }
        assertEquals(0, pool.reserved(), "bytes outstanding");
        pool.close();
        allocator.close();
    }

    private static @Nullable Object[][] fill(BatchBuilder builder, Scenario scenario, Schema schema) {
        builder.start();
        @Nullable Object[][] rows = new Object[ROWS][schema.size()];
        for (int column = 0; column < schema.size(); column++) {
            DataType type = schema.type(column);
            ColumnBuilder target = builder.column(column);
            @Nullable Bounds bounds = null;
            for (int row = 0; row < ROWS; row++) {
                Object value = scenario.value(column);
                rows[row][column] = value;
                if (value == null && !type.isVariableLength()) {
                    BoxedValues.put(target, row, RandomValues.of(type, scenario.random, false));
                    Columns.setValid(target.validity(), row, false);
                    target.setNull(row);
                } else {
                    BoxedValues.put(target, row, value);
                }
                if (value != null) {
                    bounds = bounds == null ? boundsOf(type, value) : bounds.union(boundsOf(type, value));
                }
            }
            if (bounds != null) {
                target.bounds(bounds);
            }
        }
        return rows;
    }

    private static Bounds boundsOf(DataType type, Object value) {
        if (type instanceof DecimalType && value instanceof BigDecimal decimal) {
            BigInteger unscaled = decimal.unscaledValue();
            return unscaled.bitLength() < 64 ? Bounds.ofValue(unscaled.longValue()) : Bounds.UNBOUNDED;
        }
        return value instanceof Number number && !(value instanceof Double) && !(value instanceof Float)
                ? Bounds.ofValue(number.longValue())
                : type.bounds();
    }

    private static void compare(
            GeneratedExpressions generated, List<Expression> expressions, Batch batch, @Nullable Object[][] rows) {
        for (int at = 0; at < generated.loops().size(); at++) {
            GeneratedExpressions.Loop loop = generated.loops().get(at);
            Expression expression = expressions.get(loop.expression());
            if (loop.variant().narrow() && !generated.guard(loop.expression(), batch)) {
                continue;
            }
            for (int row = 0; row < ROWS; row++) {
                Row values = Row.of(rows[row]);
                String expected = outcome(() -> Interpreter.evaluate(expression, values));
                int current = row;
                int index = at;
                String actual = outcome(() -> generated.run(index, batch, current));
                boolean same = loop.condition() ? sameCondition(expected, actual) : expected.equals(actual);
                if (!same) {
                    fail("expected " + expected + ", got " + actual + ": " + expression + " as " + expression.type()
                            + " in " + loop + " for " + java.util.Arrays.deepToString(rows[row]) + "\n"
                            + generated.text());
                }
            }
        }
    }

    /** A condition is true exactly for TRUE; it may leave out what an argument would raise. */
    private static boolean sameCondition(String expected, String actual) {
        return expected.startsWith("!") || actual.equals(Boolean.toString(expected.equals("true")));
    }

    private interface Evaluated {
        @Nullable
        Object get();
    }

    private static String outcome(Evaluated evaluated) {
        try {
            Object value = evaluated.get();
            return value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : String.valueOf(value);
        } catch (EvaluationException e) {
            return "! " + e.getMessage();
        }
    }
}
