package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.Decimals;
import dev.carbide.codegen.runtime.Int128;
import dev.carbide.codegen.runtime.WideRegister;
import dev.carbide.offheap.type.DecimalType;
import java.math.BigInteger;

/**
 * Generates decimal arithmetic, in the cheapest of three forms: in one long where the range of the result and of all on
 * the way fits, in two longs in line where no intermediate leaves 128 bits, else by the pipeline's
 * {@link dev.carbide.codegen.runtime.WideRegister}.
 */
final class DecimalCode {
    private static final BigInteger LARGEST_128 = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    private DecimalCode() {}

    static Value sum(StrictCall call, boolean subtract, String stem, Emission out) {
        NumericScales scales = NumericScales.ofSum(call.call().arguments(), call.type());
        if (scales.drop() <= 0 && out.fitsLong(call.call())) {
            String left = scaledLong(call.argument(0), call.value(0), scales.leftUp(), out);
            String right = scaledLong(call.argument(1), call.value(1), scales.rightUp(), out);
            String sum = out.local("long", stem, left + (subtract ? " - " : " + ") + right);
            return checkedLong(call, sum, out);
        }
        boolean inLine = scales.drop() == 0
                && isWide(call)
                && staysWithin128(call, 0, scales.leftUp())
                && staysWithin128(call, 1, scales.rightUp());
        if (!inLine) {
            String arguments = parts(call.value(0)) + ", " + scales.leftUp() + ", " + parts(call.value(1)) + ", "
                    + scales.rightUp() + ", " + scales.drop();
            return byRegister(call, subtract ? "subtract" : "add", arguments, stem, out);
        }
        Value left = scaledUp(call.value(0), scales.leftUp(), out);
        Value right = scaledUp(call.value(1), scales.rightUp(), out);
        String low = out.local("long", stem, left.code() + (subtract ? " - " : " + ") + right.code());
        String high = out.local(
                "long",
                stem + "High",
                out.call(Int128.class, subtract ? "subtractHigh" : "addHigh", parts(left), parts(right)));
        String otherSign = subtract ? "~" + Values.parenthesized(Values.high(right)) : Values.high(right);
        String overflow = out.call(Int128.class, "addOverflows", Values.high(left), otherSign, high);
        return checkedWide(call, low, high, overflow, out);
    }

    static Value product(StrictCall call, Emission out) {
        int drop = NumericScales.ofProduct(call.call().arguments(), call.type()).drop();
        Value left = call.value(0);
        Value right = call.value(1);
        if (drop <= 0 && out.fitsLong(call.call())) {
            String product = out.local("long", "product", times(left.code() + " * " + right.code(), -drop));
            return checkedLong(call, product, out);
        }
        BigInteger largest = DecimalRules.largest(call.argument(0).type())
                .multiply(DecimalRules.largest(call.argument(1).type()));
        boolean inLine = drop == 0 && isWide(call) && (bothNarrow(left, right) || largest.compareTo(LARGEST_128) <= 0);
        if (!inLine) {
            return byRegister(call, "multiply", parts(left) + ", " + parts(right) + ", " + drop, "product", out);
        }
        String low = out.local("long", "product", left.code() + " * " + right.code());
        String high = out.local(
                "long",
                "productHigh",
                bothNarrow(left, right)
                        ? "Math.multiplyHigh(" + left.code() + ", " + right.code() + ")"
                        : out.call(Int128.class, "multiplyHigh", parts(left), parts(right)));
        return checkedWide(call, low, high, Values.NEVER, out);
    }

    static Value quotient(StrictCall call, Emission out) {
        int up = DecimalRules.scale(call.type())
                - DecimalRules.scale(call.argument(0).type())
                + DecimalRules.scale(call.argument(1).type());
        String valid = NumericCode.guardZero(call, out);
        Value left = call.value(0);
        Value right = call.value(1);
        boolean inLong = up >= 0
                && up <= 18
                && !isWide(call)
                && bothNarrow(left, right)
                && fitsLongScaled(call, 0, up)
                && fitsLongScaled(call, 1, 0);
        if (inLong) {
            String divisor = NumericCode.divisor(right.code(), out);
            String quotient =
                    out.local("long", "quotient", out.call(Decimals.class, "divide", times(left.code(), up), divisor));
            Value result = checkedLong(call, quotient, out);
            return Values.withValid(result, Values.and(valid, result.valid()));
        }
        return afterZeroCheck(call, valid, "divide", parts(left) + ", " + parts(right) + ", " + up, "quotient", out);
    }

    static Value remainder(StrictCall call, Emission out) {
        NumericScales scales = NumericScales.ofSum(call.call().arguments(), call.type());
        String valid = NumericCode.guardZero(call, out);
        String arguments = parts(call.value(0)) + ", " + scales.leftUp() + ", " + parts(call.value(1)) + ", "
                + scales.rightUp() + ", " + scales.drop();
        return afterZeroCheck(call, valid, "remainder", arguments, "remainder", out);
    }

    static Value negation(StrictCall call, Emission out) {
        Value value = call.value(0);
        if (value.shape() == Shape.INT) {
            return Values.integer(call.type(), out.local("long", "negated", "-" + value.code()));
        }
        return Values.wide(
                call.type(),
                out.local("long", "negated", "-" + value.code()),
                out.local("long", "negatedHigh", out.call(Int128.class, "negateHigh", parts(value))),
                Value.ALWAYS);
    }

    static Value absolute(StrictCall call, Emission out) {
        Value value = call.value(0);
        if (value.shape() == Shape.INT) {
            return Values.integer(call.type(), out.local("long", "absolute", "Math.abs(" + value.code() + ")"));
        }
        String negative = Values.high(value) + " < 0";
        String negatedHigh = out.call(Int128.class, "negateHigh", parts(value));
        return Values.wide(
                call.type(),
                out.local("long", "absolute", negative + " ? -" + value.code() + " : " + value.code()),
                out.local("long", "absoluteHigh", negative + " ? " + negatedHigh + " : " + Values.high(value)),
                Value.ALWAYS);
    }

    /** Both halves of a number as arguments of a call. */
    static String parts(Value value) {
        return value.code() + ", " + Values.high(value);
    }

    /** A long times a power of ten that is known to fit; a literal is multiplied beforehand. */
    static String scaledLong(Expression expression, Value value, int digits, Emission out) {
        boolean constant = digits > 0
                && expression instanceof Literal literal
                && literal.value() != null
                && DecimalRules.largest(literal.type())
                                .multiply(DecimalRules.powerOfTen(digits))
                                .bitLength()
                        < Long.SIZE;
        return constant ? out.scaledLiteral((Literal) expression, digits) : times(value.code(), digits);
    }

    /** A long multiplied by a power of ten that is known to fit. */
    static String times(String code, int digits) {
        if (digits == 0) {
            return code;
        }
        return Values.parenthesized(code) + " * " + NumericScales.longPowerOfTen(digits) + "L";
    }

    /** A long divided by a power of ten, cut off. */
    static String divided(String code, int digits) {
        return digits > 18 ? "0L" : Values.parenthesized(code) + " / " + NumericScales.longPowerOfTen(digits) + "L";
    }

    /** An exact number as a decimal of the type of the call, rounded HALF_UP. */
    static Value rescaled(StrictCall call, Value value, Emission out) {
        DecimalType type = (DecimalType) call.type();
        int drop = DecimalRules.scale(value.type()) - type.scale();
        if (drop <= 0 && out.fitsLong(call.call()) && value.shape() == Shape.INT) {
            String scaled = drop == 0 ? value.code() : out.local("long", "scaled", times(value.code(), -drop));
            return checkedLong(call, scaled, out);
        }
        if (drop > 0 && drop <= 18 && value.shape() == Shape.INT) {
            String divisor = NumericScales.longPowerOfTen(drop) + "L";
            String rounded = out.local("long", "rounded", out.call(Decimals.class, "divide", value.code(), divisor));
            return checkedLong(call, rounded, out);
        }
        boolean inLine = drop <= 0
                && type.isWide()
                && DecimalRules.largest(value.type())
                                .multiply(DecimalRules.powerOfTen(-drop))
                                .compareTo(LARGEST_128)
                        <= 0;
        if (!inLine) {
            return byRegister(call, "rescale", parts(value) + ", " + drop, "rounded", out);
        }
        Value scaled = scaledUp(value, -drop, out);
        return checkedWide(call, scaled.code(), Values.high(scaled), Values.NEVER, out);
    }

    /** The number times a power of ten, in two longs; the product must fit 128 bits. */
    static Value scaledUp(Value value, int digits, Emission out) {
        if (digits == 0) {
            return value;
        }
        BigInteger factor = DecimalRules.powerOfTen(digits);
        String factorLow = factor.longValue() + "L";
        String factorHigh = factor.shiftRight(64).longValueExact() + "L";
        String low = out.local("long", "scaled", value.code() + " * " + factorLow);
        String high = value.shape() == Shape.INT && digits <= 18
                ? "Math.multiplyHigh(" + value.code() + ", " + factorLow + ")"
                : out.call(Int128.class, "multiplyHigh", parts(value), factorLow, factorHigh);
        return Values.wide(value.type(), low, out.local("long", "scaledHigh", high), value.valid());
    }

    /** A Java boolean: the long has more digits than the decimal type. */
    static String tooLong(DecimalType type, String value) {
        String limit = DecimalRules.largest(type) + "L";
        return "(" + value + " > " + limit + " | " + value + " < -" + limit + ")";
    }

    /** A result in one long: checked against the digits of the type unless that is known or it holds any long. */
    static Value checkedLong(StrictCall call, String result, Emission out) {
        DecimalType type = (DecimalType) call.type();
        if (type.isWide() || call.failure() == FailureKind.NEVER) {
            return Values.integer(type, result);
        }
        return Values.integer(type, result, call.guardOverflow(tooLong(type, result)));
    }

    /** A result by a method of the register. */
    static Value byRegister(StrictCall call, String method, String arguments, String stem, Emission out) {
        DecimalType type = (DecimalType) call.type();
        String register = out.instance(WideRegister.class);
        String fits =
                out.local("boolean", "fits", register + "." + method + "(" + arguments + ", " + type.precision() + ")");
        String valid = call.failure() == FailureKind.NEVER ? Value.ALWAYS : call.guardOverflow(Values.not(fits));
        String low = out.local("long", stem, register + ".low()");
        return type.isWide()
                ? Values.wide(type, low, out.local("long", stem + "High", register + ".high()"), valid)
                : Values.integer(type, low, valid);
    }

    /** By the register, where a divisor of zero has been dealt with already. */
    private static Value afterZeroCheck(
            StrictCall call, String valid, String method, String arguments, String stem, Emission out) {
        Value result = byRegister(call.where(valid), method, arguments, stem, out);
        return Values.withValid(result, Values.and(valid, result.valid()));
    }

    private static Value checkedWide(StrictCall call, String low, String high, String overflow, Emission out) {
        DecimalType type = (DecimalType) call.type();
        if (call.failure() == FailureKind.NEVER) {
            return Values.wide(type, low, high, Value.ALWAYS);
        }
        String tooLong = "!" + out.call(Int128.class, "fitsDigits", low, high, "" + type.precision());
        return Values.wide(type, low, high, call.guardOverflow("(" + Values.or(overflow, tooLong) + ")"));
    }

    private static boolean isWide(StrictCall call) {
        return ((DecimalType) call.type()).isWide();
    }

    private static boolean bothNarrow(Value left, Value right) {
        return left.shape() == Shape.INT && right.shape() == Shape.INT;
    }

    private static boolean staysWithin128(StrictCall call, int argument, int up) {
        BigInteger largest =
                DecimalRules.largest(call.argument(argument).type()).multiply(DecimalRules.powerOfTen(up));
        return largest.compareTo(LARGEST_128) <= 0;
    }

    private static boolean fitsLongScaled(StrictCall call, int argument, int up) {
        return DecimalRules.largest(call.argument(argument).type())
                        .multiply(DecimalRules.powerOfTen(up))
                        .bitLength()
                < Long.SIZE - 1;
    }
}
