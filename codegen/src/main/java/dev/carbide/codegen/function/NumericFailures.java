package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.Range;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import java.math.BigInteger;
import java.util.List;

/** Whether the types of the arguments exclude that an arithmetic result does not fit its type. */
final class NumericFailures {
    private NumericFailures() {}

    static FailureKind ofSum(List<Expression> arguments, DataType type) {
        if (type instanceof FloatingType) {
            return FailureKind.NEVER;
        }
        Range left = ExpressionProperties.range(arguments.get(0));
        Range right = ExpressionProperties.range(arguments.get(1));
        NumericScales scales = NumericScales.ofSum(arguments, type);
        if (type instanceof IntegerType) {
            boolean fits = NumericRanges.fits(left.plus(right).known(), type)
                    && NumericRanges.fits(left.minus(right).known(), type);
            return fits ? FailureKind.NEVER : FailureKind.WRAPS_IN_LEGACY;
        }
        BigInteger exact = magnitude(arguments.get(0), left)
                .multiply(DecimalRules.powerOfTen(scales.leftUp()))
                .add(magnitude(arguments.get(1), right).multiply(DecimalRules.powerOfTen(scales.rightUp())));
        return ofDecimal(scales.rounded(exact), type);
    }

    static FailureKind ofProduct(List<Expression> arguments, DataType type) {
        if (type instanceof FloatingType) {
            return FailureKind.NEVER;
        }
        Range left = ExpressionProperties.range(arguments.get(0));
        Range right = ExpressionProperties.range(arguments.get(1));
        if (type instanceof IntegerType) {
            boolean fits = NumericRanges.fits(left.times(right).known(), type);
            return fits ? FailureKind.NEVER : FailureKind.WRAPS_IN_LEGACY;
        }
        BigInteger exact = magnitude(arguments.get(0), left).multiply(magnitude(arguments.get(1), right));
        return ofDecimal(NumericScales.ofProduct(arguments, type).rounded(exact), type);
    }

    /** For a sign change: only the least integer has no counterpart. */
    static FailureKind ofNegation(List<Expression> arguments, DataType type) {
        if (!(type instanceof IntegerType)) {
            return FailureKind.NEVER;
        }
        boolean fits = NumericRanges.fits(
                ExpressionProperties.range(arguments.get(0)).negate().known(), type);
        return fits ? FailureKind.NEVER : FailureKind.WRAPS_IN_LEGACY;
    }

    /** Whether a number of this magnitude may not fit the decimal type. */
    static FailureKind ofDecimal(BigInteger magnitude, DataType type) {
        return magnitude.compareTo(DecimalRules.largest(type)) <= 0 ? FailureKind.NEVER : FailureKind.POSSIBLE;
    }

    /** The largest magnitude of an exact number by its type and what is computed in it. */
    static BigInteger magnitude(Expression expression, Range range) {
        BigInteger byType = DecimalRules.largest(expression.type());
        if (!range.known().fitsLong()) {
            return byType;
        }
        BigInteger byRange = BigInteger.valueOf(range.known().min())
                .abs()
                .max(BigInteger.valueOf(range.known().max()).abs());
        return byType.min(byRange);
    }
}
