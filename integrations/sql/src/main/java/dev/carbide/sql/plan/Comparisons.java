package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.function.DecimalRules;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.util.Map;

/**
 * Comparisons in one form: operands of comparable types, a constant on the right and, where it can be said exactly, in
 * the type of what it is compared with, so that scans and estimates recognise it.
 */
final class Comparisons {
    private static final Map<String, String> MIRRORED = Map.of(
            "less", "greater",
            "less_or_equal", "greater_or_equal",
            "greater", "less",
            "greater_or_equal", "less_or_equal");

    private Comparisons() {}

    static Expression of(String comparison, Expression left, Expression right) {
        if (left instanceof Literal && !(right instanceof Literal)) {
            return of(MIRRORED.getOrDefault(comparison, comparison), right, left);
        }
        if (right instanceof Literal constant) {
            Expression narrow = Casts.withoutWidening(left);
            Literal exact = Constants.exactly(constant, narrow.type());
            if (exact != null) {
                return Folding.call(comparison, narrow, exact);
            }
        }
        if (isExact(left.type()) && isExact(right.type())) {
            return Folding.call(comparison, Casts.withoutWidening(left), Casts.withoutWidening(right));
        }
        DataType common = common(left.type(), right.type());
        return Folding.call(
                comparison, ExpressionTranslator.convert(left, common), ExpressionTranslator.convert(right, common));
    }

    /** As keys of a hash join, whose types must be the same. */
    static DataType common(DataType left, DataType right) {
        if (left.equals(right)) {
            return left;
        }
        if (isExact(left) && isExact(right)) {
            return left instanceof IntegerType one && right instanceof IntegerType other
                    ? one.bits() >= other.bits() ? one : other
                    : DecimalRules.common(DecimalRules.decimalOf(left), DecimalRules.decimalOf(right));
        }
        if (left.isNumeric() && right.isNumeric()) {
            return DataType.FLOAT64;
        }
        if (isPointInTime(left) && isPointInTime(right)) {
            return left instanceof TimestampType ? left : right;
        }
        throw new dev.carbide.offheap.error.CarbideException("Cannot compare " + left + " with " + right);
    }

    private static boolean isExact(DataType type) {
        return switch (type) {
            case IntegerType ignored -> true;
            case DecimalType ignored -> true;
            case BooleanType ignored -> false;
            case FloatingType ignored -> false;
            case DateType ignored -> false;
            case TimestampType ignored -> false;
            case StringType ignored -> false;
            case BinaryType ignored -> false;
        };
    }

    private static boolean isPointInTime(DataType type) {
        return type instanceof DateType || type instanceof TimestampType;
    }
}
