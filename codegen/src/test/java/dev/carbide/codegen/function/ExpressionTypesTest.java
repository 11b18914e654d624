package dev.carbide.codegen.function;

import static dev.carbide.codegen.function.Expressions.add;
import static dev.carbide.codegen.function.Expressions.decimal;
import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.nullOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.FunctionBuilder;
import dev.carbide.codegen.interpret.Interpreter;
import dev.carbide.codegen.interpret.Row;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.type.DataType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionTypesTest {
    private static final Expression TEXT = new ColumnReference(0, "name", DataType.STRING, false);

    private static Expression column(DataType type) {
        return new ColumnReference(0, "c", type, true);
    }

    private static String refusal(Runnable building) {
        return assertThrows(CarbideException.class, building::run).getMessage();
    }

    @Test
    void decimalResultsFollowSpark() {
        Expression price = column(DataType.decimal(15, 2));
        Expression wide = column(DataType.decimal(38, 10));
        assertEquals(DataType.decimal(16, 2), add(price, price).type());
        assertEquals(
                DataType.decimal(19, 2),
                add(price, column(DataType.decimal(17, 1))).type());
        assertEquals(DataType.decimal(31, 4), Expressions.multiply(price, price).type());
        assertEquals(DataType.decimal(33, 18), Expressions.divide(price, price).type());
        assertEquals(DataType.decimal(15, 2), Expressions.modulo(price, price).type());
        assertEquals(DataType.decimal(38, 9), add(wide, wide).type());
        assertEquals(DataType.decimal(38, 6), Expressions.multiply(wide, wide).type());
        assertEquals(DataType.decimal(14, 0), Expressions.round(price).type());
        assertEquals(DataType.decimal(14, 0), Expressions.floor(price).type());
    }

    @Test
    void typeErrorsNameFunctionAndArgument() {
        assertEquals("Function add: argument 2 must be numeric, got STRING", refusal(() -> add(literal(1), TEXT)));
        assertEquals(
                "Function and: argument 1 must be BOOLEAN, got INT32",
                refusal(() -> Expressions.and(literal(1), literal(true))));
        assertEquals(
                "Function less: argument 2 must be STRING, got INT32",
                refusal(() -> Expressions.less(TEXT, literal(1))));
        assertEquals(
                "Function cast: result type must be a type that DATE can be cast to, got INT32",
                refusal(() -> Expressions.cast(Expressions.date("2000-01-01"), DataType.INT32)));
        assertEquals(
                "Function add: expected 2 arguments, got 1",
                refusal(() -> FunctionRegistry.standard().call("add", List.of(literal(1)))));
        assertEquals(
                "Function add: result type must be DECIMAL, got INT64",
                refusal(() -> FunctionRegistry.standard()
                        .call("add", List.of(decimal("1.5"), decimal("2")), DataType.INT64, EvalMode.ANSI)));
        assertEquals(
                "Function in: argument 2 must be a literal, got INT32",
                refusal(() -> Expressions.in(literal(1), column(DataType.INT32))));
        assertEquals(
                "There is no function named sin",
                refusal(() -> FunctionRegistry.standard().call("sin", List.of())));
        assertEquals(
                "LIKE pattern 'a!' must not end with its escape character",
                refusal(() -> Expressions.like(TEXT, "a!", '!')));
    }

    @Test
    void nullabilityComesFromArgumentsModeAndFunction() {
        Expression required = new ColumnReference(0, "a", DataType.INT64, false);
        List<Expression> sum = List.of(required, required);
        FunctionRegistry functions = FunctionRegistry.standard();
        assertEquals(false, functions.call("add", sum).nullable());
        assertEquals(true, functions.call("add", sum, null, EvalMode.TRY).nullable());
        assertEquals(false, functions.call("add", sum, null, EvalMode.LEGACY).nullable());
        assertEquals(true, functions.call("divide", sum, null, EvalMode.LEGACY).nullable());
        assertEquals(false, Expressions.isNull(column(DataType.STRING)).nullable());
        assertEquals(
                false, Expressions.coalesce(nullOf(DataType.INT64), required).nullable());
    }

    @Test
    void failuresNameExpressionAndValues() {
        Expression quotient = Expressions.divide(column(DataType.decimal(5, 2)), decimal("0.0"));
        EvaluationException failure = assertThrows(
                EvaluationException.class, () -> Interpreter.evaluate(quotient, Row.of(new BigDecimal("1.50"))));
        assertEquals("Division by zero in (c / 0.0) for 1.50, 0.0", failure.getMessage());
    }

    @Test
    void treesOfMoreThanTheGreatestDepthAreRefused() {
        Expression sum = column(DataType.INT64);
        for (int depth = 0; depth < Call.MAX_DEPTH; depth++) {
            sum = add(sum, literal(1L));
        }
        Expression deepest = sum;
        assertTrue(refusal(() -> add(deepest, literal(1L))).startsWith("Expression must not be nested deeper"));
        assertEquals((Object) (1000L + 5), Interpreter.evaluate(deepest, Row.of(5L)));
    }

    @Test
    void aRegistryTakesMoreFunctionsButNoSecondOfOneName() {
        var twice = FunctionBuilder.function("twice")
                .types((arguments, requested) ->
                        arguments.requireCount(1).requireType(0, DataType.INT64).result(requested, DataType.INT64))
                .strict((call, values) -> 2 * (Long) values[0], (call, out) -> call.value(0));
        FunctionRegistry extended = FunctionRegistry.standard().with(twice);
        assertEquals((Object) 42L, Interpreter.evaluate(extended.call("Twice", List.of(literal(21L))), Row.of()));
        assertEquals("There is already a function named twice", refusal(() -> extended.with(twice)));
    }
}
