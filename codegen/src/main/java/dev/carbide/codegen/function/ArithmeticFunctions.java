package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.FunctionBuilder;
import dev.carbide.codegen.expression.FunctionBuilder.TypeRule;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import java.math.BigDecimal;
import java.util.List;

/** The four operations, remainder, sign and absolute value, over integers, floating numbers and decimals. */
final class ArithmeticFunctions {
    static final ScalarFunction ADD = operation("add", "+", ArithmeticTypes.binary(DecimalRules::sum))
            .fails(NumericFailures::ofSum)
            .range(NumericRanges::sum)
            .strict(
                    (call, values) -> ExactNumbers.combine(call, values, BigDecimal::add, (a, b) -> a + b),
                    (call, out) -> NumericCode.sum(call, "+", "sum", out));

    static final ScalarFunction SUBTRACT = operation("subtract", "-", ArithmeticTypes.binary(DecimalRules::sum))
            .fails(NumericFailures::ofSum)
            .range(NumericRanges::difference)
            .strict(
                    (call, values) -> ExactNumbers.combine(call, values, BigDecimal::subtract, (a, b) -> a - b),
                    (call, out) -> NumericCode.sum(call, "-", "difference", out));

    static final ScalarFunction MULTIPLY = operation("multiply", "*", ArithmeticTypes.binary(DecimalRules::product))
            .fails(NumericFailures::ofProduct)
            .range(NumericRanges::product)
            .strict(
                    (call, values) -> ExactNumbers.combine(call, values, BigDecimal::multiply, (a, b) -> a * b),
                    NumericCode::product);

    /** Integers divide to the integer nearer to zero; decimals round HALF_UP. */
    static final ScalarFunction DIVIDE = operation("divide", "/", ArithmeticTypes.binary(DecimalRules::quotient))
            .fails(FailureKind.POSSIBLE)
            .range(NumericRanges::quotient)
            .expensive(call -> !(call.type() instanceof FloatingType || call.type() instanceof IntegerType))
            .strict(ExactNumbers::divide, NumericCode::quotient);

    /** The remainder of the division that truncates: it has the sign of the dividend. */
    static final ScalarFunction MODULO = operation("modulo", "%", ArithmeticTypes.binary(DecimalRules::remainder))
            .fails(FailureKind.POSSIBLE)
            .range(NumericRanges::remainder)
            .expensive(call -> !(call.type() instanceof FloatingType || call.type() instanceof IntegerType))
            .strict(ExactNumbers::remainder, NumericCode::remainder);

    static final ScalarFunction NEGATE = function("negate")
            .display((arguments, type) -> "(-" + arguments.get(0) + ")")
            .types(ArithmeticTypes::unary)
            .fails(NumericFailures::ofNegation)
            .range(NumericRanges::negation)
            .strict(
                    (call, values) -> ExactNumbers.change(call, values, BigDecimal::negate, a -> -a),
                    NumericCode::negation);

    static final ScalarFunction ABS = function("abs")
            .types(ArithmeticTypes::unary)
            .fails(NumericFailures::ofNegation)
            .range(NumericRanges::absolute)
            .strict(
                    (call, values) -> ExactNumbers.change(call, values, BigDecimal::abs, Math::abs),
                    NumericCode::absolute);

    static final List<ScalarFunction> ALL = List.of(ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, NEGATE, ABS);

    private ArithmeticFunctions() {}

    private static FunctionBuilder operation(String name, String operator, TypeRule types) {
        return function(name).infix(operator).types(types);
    }
}
