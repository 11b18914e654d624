package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;

/** Generates arithmetic on integers and floating numbers; decimals go to {@link DecimalCode}. */
final class NumericCode {
    private NumericCode() {}

    static Value sum(StrictCall call, String operator, String stem, Emission out) {
        String left = call.value(0).code();
        String right = call.value(1).code();
        return switch (call.type()) {
            case FloatingType ignored -> floating(call, left + " " + operator + " " + right, stem, out);
            case IntegerType type -> {
                String sum = out.local("long", stem, left + " " + operator + " " + right);
                String overflow = type.bits() < 64
                        ? notWithin(type, sum)
                        : operator.equals("+")
                                ? "((" + left + " ^ " + sum + ") & (" + right + " ^ " + sum + ")) < 0"
                                : "((" + left + " ^ " + right + ") & (" + left + " ^ " + sum + ")) < 0";
                yield integer(call, type, sum, overflow, out);
            }
            default -> DecimalCode.sum(call, operator.equals("-"), stem, out);
        };
    }

    static Value product(StrictCall call, Emission out) {
        String left = call.value(0).code();
        String right = call.value(1).code();
        return switch (call.type()) {
            case FloatingType ignored -> floating(call, left + " * " + right, "product", out);
            case IntegerType type -> {
                String product = out.local("long", "product", left + " * " + right);
                String overflow = type.bits() < 64
                        ? notWithin(type, product)
                        : "Math.multiplyHigh(" + left + ", " + right + ") != " + product + " >> 63";
                yield integer(call, type, product, overflow, out);
            }
            default -> DecimalCode.product(call, out);
        };
    }

    static Value quotient(StrictCall call, Emission out) {
        String left = call.value(0).code();
        return switch (call.type()) {
            case FloatingType ignored -> {
                String valid = guardZero(call, out);
                Value quotient = floating(call, left + " / " + call.value(1).code(), "quotient", out);
                yield Values.withValid(quotient, valid);
            }
            case IntegerType type -> {
                String valid = guardZero(call, out);
                String divisor = divisor(call.value(1).code(), out);
                String quotient = out.local("long", "quotient", left + " / " + divisor);
                String overflow = type.bits() < 64
                        ? notWithin(type, quotient)
                        : "(" + left + " == Long.MIN_VALUE & " + divisor + " == -1)";
                Value result = checked(call, type, quotient, overflow, FailureKind.WRAPS_IN_LEGACY, out);
                yield Values.withValid(result, Values.and(valid, result.valid()));
            }
            default -> DecimalCode.quotient(call, out);
        };
    }

    static Value remainder(StrictCall call, Emission out) {
        String left = call.value(0).code();
        return switch (call.type()) {
            case FloatingType ignored -> {
                String valid = guardZero(call, out);
                Value remainder = floating(call, left + " % " + call.value(1).code(), "remainder", out);
                yield Values.withValid(remainder, valid);
            }
            case IntegerType ignored -> {
                String valid = guardZero(call, out);
                String divisor = divisor(call.value(1).code(), out);
                String remainder = out.local("long", "remainder", left + " % " + divisor);
                yield Values.integer(call.type(), remainder, valid);
            }
            default -> DecimalCode.remainder(call, out);
        };
    }

    static Value negation(StrictCall call, Emission out) {
        Value value = call.value(0);
        return switch (call.type()) {
            case FloatingType ignored -> floating(call, "-" + value.code(), "negated", out);
            case IntegerType type -> {
                String negated = out.local("long", "negated", "-" + value.code());
                String overflow = type.bits() < 64 ? notWithin(type, negated) : value.code() + " == Long.MIN_VALUE";
                yield integer(call, type, negated, overflow, out);
            }
            default -> DecimalCode.negation(call, out);
        };
    }

    static Value absolute(StrictCall call, Emission out) {
        Value value = call.value(0);
        return switch (call.type()) {
            case FloatingType ignored -> floating(call, "Math.abs(" + value.code() + ")", "absolute", out);
            case IntegerType type -> {
                String absolute = out.local("long", "absolute", "Math.abs(" + value.code() + ")");
                String overflow = type.bits() < 64 ? notWithin(type, absolute) : absolute + " < 0";
                yield integer(call, type, absolute, overflow, out);
            }
            default -> DecimalCode.absolute(call, out);
        };
    }

    /** Guards against a divisor of zero; the validity that the result gets. */
    static String guardZero(StrictCall call, Emission out) {
        Value divisor = call.value(1);
        String zero = divisor.shape() == Value.Shape.WIDE
                ? "(" + divisor.code() + " | " + Values.second(divisor) + ") == 0"
                : divisor.code() + " == 0";
        return call.guard(zero, "divisionByZero", FailureKind.POSSIBLE);
    }

    /** The divisor, or 1 where it is zero: nothing may fault for rows that do not count. */
    static String divisor(String code, Emission out) {
        return out.local("long", "divisor", code + " == 0 ? 1L : " + code);
    }

    static String javaType(DataType type) {
        return type.equals(DataType.FLOAT32) ? "float" : "double";
    }

    /** A Java boolean: the long is none of the integer type's values. */
    static String notWithin(IntegerType type, String value) {
        return switch (type.bits()) {
            case 8 -> value + " != (byte) " + value;
            case 16 -> value + " != (short) " + value;
            case 32 -> value + " != (int) " + value;
            default -> Values.NEVER;
        };
    }

    /** The low bits of a long, as many as the type has. */
    static String wrapped(IntegerType type, String value) {
        return switch (type.bits()) {
            case 8 -> "(byte) " + value;
            case 16 -> "(short) " + value;
            case 32 -> "(int) " + value;
            default -> value;
        };
    }

    private static Value floating(StrictCall call, String code, String stem, Emission out) {
        String result = out.local(javaType(call.type()), stem, code);
        return Values.floating(call.type(), result, Value.ALWAYS);
    }

    private static Value integer(StrictCall call, IntegerType type, String result, String overflow, Emission out) {
        return checked(call, type, result, overflow, call.failure(), out);
    }

    private static Value checked(
            StrictCall call, IntegerType type, String result, String overflow, FailureKind kind, Emission out) {
        if (kind == FailureKind.NEVER) {
            return Values.integer(type, result);
        }
        if (call.mode() == EvalMode.LEGACY) {
            return Values.integer(
                    type, type.bits() < 64 ? out.local("long", "wrapped", wrapped(type, result)) : result);
        }
        return Values.integer(type, result, call.guard(overflow, "overflow", kind));
    }
}
