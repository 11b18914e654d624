package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Range;
import dev.carbide.offheap.type.DataType;
import java.math.BigInteger;
import java.util.List;

/**
 * How exact numbers of different scales meet: each operand is multiplied by 10 to the power of {@code leftUp} or
 * {@code rightUp}, the result divided by 10 to the power of {@code drop}, rounded HALF_UP; a negative {@code drop}
 * multiplies.
 */
record NumericScales(int leftUp, int rightUp, int drop) {
    /** For sums and remainders. */
    static NumericScales ofSum(List<Expression> arguments, DataType result) {
        int left = DecimalRules.scale(arguments.get(0).type());
        int right = DecimalRules.scale(arguments.get(1).type());
        int common = Math.max(Math.max(left, right), DecimalRules.scale(result));
        return new NumericScales(common - left, common - right, common - DecimalRules.scale(result));
    }

    static NumericScales ofProduct(List<Expression> arguments, DataType result) {
        int left = DecimalRules.scale(arguments.get(0).type());
        int right = DecimalRules.scale(arguments.get(1).type());
        return new NumericScales(0, 0, left + right - DecimalRules.scale(result));
    }

    static NumericScales ofComparison(DataType left, DataType right) {
        int common = Math.max(DecimalRules.scale(left), DecimalRules.scale(right));
        return new NumericScales(common - DecimalRules.scale(left), common - DecimalRules.scale(right), 0);
    }

    static Range scaled(Range range, int up) {
        return up == 0 ? range : up > 18 ? Range.UNBOUNDED : range.times(longPowerOfTen(up));
    }

    static long longPowerOfTen(int digits) {
        return DecimalRules.powerOfTen(digits).longValueExact();
    }

    /** The largest magnitude that {@code exact} can have after rounding. */
    BigInteger rounded(BigInteger exact) {
        return drop <= 0
                ? exact.multiply(DecimalRules.powerOfTen(-drop))
                : exact.divide(DecimalRules.powerOfTen(drop)).add(BigInteger.ONE);
    }
}
