package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.Floats;
import dev.carbide.codegen.runtime.Int128;
import dev.carbide.codegen.runtime.Text;
import dev.carbide.codegen.runtime.WideRegister;
import java.math.BigInteger;

/** Generates comparisons as Java booleans. */
final class ComparisonCode {
    private static final BigInteger LARGEST_128 = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    private ComparisonCode() {}

    /**
     * A Java boolean for the first two arguments of a call.
     *
     * @param call its range covers exact numbers at their common scale
     * @param valid where both are valid: bytes are read only there
     */
    static String generate(Comparison comparison, Call call, Value left, Value right, String valid, Emission out) {
        return switch (left.shape()) {
            case BOOL -> ofBooleans(comparison, left.code(), right.code());
            case FLOAT, DOUBLE -> ofFloats(comparison, left.code(), right.code(), out);
            case BYTES -> ofBytes(comparison, left, right, valid, out);
            case INT, WIDE -> ofExact(comparison, call, left, right, out);
        };
    }

    private static String ofBooleans(Comparison comparison, String left, String right) {
        String a = Values.parenthesized(left);
        String b = Values.parenthesized(right);
        return switch (comparison) {
            case EQUAL, NOT_EQUAL -> a + " " + comparison.java() + " " + b;
            case LESS -> Values.and(Values.not(left), b);
            case LESS_OR_EQUAL -> Values.or(Values.not(left), b);
            case GREATER -> Values.and(a, Values.not(right));
            case GREATER_OR_EQUAL -> Values.or(a, Values.not(right));
        };
    }

    private static String ofFloats(Comparison comparison, String left, String right, Emission out) {
        return switch (comparison) {
            case EQUAL -> out.call(Floats.class, "equal", left, right);
            case NOT_EQUAL -> "!" + out.call(Floats.class, "equal", left, right);
            case LESS -> out.call(Floats.class, "less", left, right);
            case GREATER -> out.call(Floats.class, "less", right, left);
            case LESS_OR_EQUAL -> "!" + out.call(Floats.class, "less", right, left);
            case GREATER_OR_EQUAL -> "!" + out.call(Floats.class, "less", left, right);
        };
    }

    private static String ofBytes(Comparison comparison, Value left, Value right, String valid, Emission out) {
        String arguments = left.code() + ", " + left.second() + ", " + right.code() + ", " + right.second();
        String code = switch (comparison) {
            case EQUAL -> out.call(Text.class, "equal", arguments);
            case NOT_EQUAL -> "!" + out.call(Text.class, "equal", arguments);
            default -> out.call(Text.class, "compare", arguments) + " " + comparison.java() + " 0";
        };
        return valid.equals(Value.ALWAYS) ? code : "(" + valid + " && " + code + ")";
    }

    private static String ofExact(Comparison comparison, Call call, Value left, Value right, Emission out) {
        NumericScales scales = NumericScales.ofComparison(left.type(), right.type());
        if (out.fitsLong(call) && left.shape() == Shape.INT && right.shape() == Shape.INT) {
            return DecimalCode.scaledLong(call.argument(0), left, scales.leftUp(), out) + " " + comparison.java() + " "
                    + DecimalCode.scaledLong(call.argument(1), right, scales.rightUp(), out);
        }
        if (!staysWithin128(left, scales.leftUp()) || !staysWithin128(right, scales.rightUp())) {
            String order = out.local(
                    "int",
                    "order",
                    out.instance(WideRegister.class) + ".compare(" + DecimalCode.parts(left) + ", " + scales.leftUp()
                            + ", " + DecimalCode.parts(right) + ", " + scales.rightUp() + ")");
            return order + " " + comparison.java() + " 0";
        }
        String a = DecimalCode.parts(DecimalCode.scaledUp(left, scales.leftUp(), out));
        String b = DecimalCode.parts(DecimalCode.scaledUp(right, scales.rightUp(), out));
        return switch (comparison) {
            case EQUAL -> out.call(Int128.class, "equal", a, b);
            case NOT_EQUAL -> "!" + out.call(Int128.class, "equal", a, b);
            case LESS -> out.call(Int128.class, "less", a, b);
            case GREATER -> out.call(Int128.class, "less", b, a);
            case LESS_OR_EQUAL -> "!" + out.call(Int128.class, "less", b, a);
            case GREATER_OR_EQUAL -> "!" + out.call(Int128.class, "less", a, b);
        };
    }

    private static boolean staysWithin128(Value value, int up) {
        BigInteger largest = DecimalRules.largest(value.type()).multiply(DecimalRules.powerOfTen(up));
        return largest.compareTo(LARGEST_128) <= 0;
    }
}
