package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionGen;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.Value;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import java.util.Set;

/**
 * Comparisons as arithmetic: a long whose sign bit says whether the comparison holds. C2 turns a loop of these into vector
 * code, which it does not do with conditions. Only for operands whose types prove that their difference fits a long, and
 * that are not NULL.
 */
final class MaskGen {
    /** Differences of operands up to this magnitude cannot overflow. */
    private static final long LARGEST_OPERAND = 1L << 62;

    private static final Set<String> COMPARISONS =
            Set.of("equal", "not_equal", "less", "less_or_equal", "greater", "greater_or_equal");

    private MaskGen() {}

    /** Whether the condition has such a form. */
    static boolean covers(Expression condition) {
        if (!(condition instanceof Call call)
                || !COMPARISONS.contains(call.function().name())) {
            return false;
        }
        DataType left = call.argument(0).type();
        DataType right = call.argument(1).type();
        return isOperand(call.argument(0), factor(left, right)) && isOperand(call.argument(1), factor(right, left));
    }

    private static boolean isOperand(Expression operand, long factor) {
        boolean leaf =
                operand instanceof ColumnReference || operand instanceof Literal literal && literal.value() != null;
        if (!leaf || !operand.type().physical().isIntegral() || operand.type() instanceof BooleanType) {
            return false;
        }
        Bounds bounds = operand.type().bounds().times(factor);
        return bounds.fitsLong() && bounds.magnitude() <= LARGEST_OPERAND;
    }

    /** What values of a type are multiplied by to have the scale of the comparison. */
    private static long factor(DataType type, DataType other) {
        long factor = 1;
        for (int scale = scale(type); scale < scale(other); scale++) {
            factor = factor < Long.MAX_VALUE / 10 ? factor * 10 : Long.MAX_VALUE;
        }
        return factor;
    }

    private static int scale(DataType type) {
        return type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    /** Java code of type long: negative where the condition holds. */
    static String mask(ExpressionGen expressions, Expression condition) {
        Call call = (Call) condition;
        String left = operand(expressions, call.argument(0), call.argument(1).type());
        String right = operand(expressions, call.argument(1), call.argument(0).type());
        String leftLess = "(" + left + " - " + right + ")";
        String rightLess = "(" + right + " - " + left + ")";
        return switch (call.function().name()) {
            case "less" -> leftLess;
            case "greater" -> rightLess;
            case "less_or_equal" -> "~" + rightLess;
            case "greater_or_equal" -> "~" + leftLess;
            case "equal" -> "~(" + leftLess + " | " + rightLess + ")";
            default -> "(" + leftLess + " | " + rightLess + ")";
        };
    }

    private static String operand(ExpressionGen expressions, Expression operand, DataType other) {
        Value value = expressions.generate(operand);
        long factor = factor(operand.type(), other);
        return factor == 1 ? value.code() : value.code() + " * " + factor + "L";
    }
}
