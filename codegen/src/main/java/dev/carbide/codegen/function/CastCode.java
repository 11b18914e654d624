package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.Calendars;
import dev.carbide.codegen.runtime.Decimals;
import dev.carbide.codegen.runtime.Int128;
import dev.carbide.codegen.runtime.MomentParser;
import dev.carbide.codegen.runtime.Text;
import dev.carbide.codegen.runtime.TextParser;
import dev.carbide.codegen.runtime.TextWriter;
import dev.carbide.codegen.runtime.WideRegister;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;

/** Generates casts. */
final class CastCode {
    private CastCode() {}

    static Value generate(StrictCall call, Emission out) {
        Value value = call.value(0);
        if (value.type().equals(call.type())) {
            return value;
        }
        if (value.type() instanceof StringType) {
            return fromText(call, out);
        }
        return switch (call.type()) {
            case BooleanType ignored -> Values.bool(isNotZero(value));
            case IntegerType type ->
                value.shape() == Shape.FLOAT || value.shape() == Shape.DOUBLE
                        ? floatingToInteger(call, type, out)
                        : exactToInteger(call, type, out);
            case DecimalType type ->
                value.shape() == Shape.FLOAT || value.shape() == Shape.DOUBLE
                        ? floatingToDecimal(call, type, out)
                        : DecimalCode.rescaled(call, exact(value), out);
            case FloatingType ignored -> toFloating(call, out);
            case DateType ignored ->
                Values.integer(call.type(), out.local("long", "day", out.call(Calendars.class, "dayOf", value.code())));
            case TimestampType ignored -> toTimestamp(call, out);
            case StringType ignored -> toText(call, out);
            case BinaryType ignored -> throw new IllegalArgumentException("Cast of " + value.type());
        };
    }

    private static String isNotZero(Value value) {
        return switch (value.shape()) {
            case WIDE -> "(" + value.code() + " | " + value.second() + ") != 0";
            default -> value.code() + " != 0";
        };
    }

    /** A number, or a truth value as one. */
    private static Value exact(Value value) {
        return value.shape() == Shape.BOOL
                ? Values.integer(DataType.INT8, "(" + Values.parenthesized(value.code()) + " ? 1L : 0L)", value.valid())
                : value;
    }

    private static Value exactToInteger(StrictCall call, IntegerType type, Emission out) {
        Value value = exact(call.value(0));
        int drop = DecimalRules.scale(value.type());
        if (value.shape() == Shape.INT) {
            String whole =
                    drop == 0 ? value.code() : out.local("long", "whole", DecimalCode.divided(value.code(), drop));
            return fitted(call, type, whole, NumericCode.notWithin(type, whole), out);
        }
        String register = out.instance(WideRegister.class);
        out.line(register + ".truncate(" + DecimalCode.parts(value) + ", " + drop + ");");
        String low = out.local("long", "whole", register + ".low()");
        String high = out.local("long", "wholeHigh", register + ".high()");
        String overflow = "!" + out.call(Int128.class, "fitsLong", low, high);
        return fitted(call, type, low, "(" + Values.or(overflow, NumericCode.notWithin(type, low)) + ")", out);
    }

    private static Value fitted(StrictCall call, IntegerType type, String whole, String overflow, Emission out) {
        if (call.failure() == FailureKind.NEVER) {
            return Values.integer(type, whole);
        }
        if (call.mode() == EvalMode.LEGACY) {
            return Values.integer(
                    type, type.bits() < 64 ? out.local("long", "wrapped", NumericCode.wrapped(type, whole)) : whole);
        }
        return overflow.equals(Values.NEVER)
                ? Values.integer(type, whole)
                : Values.integer(type, whole, call.guardOverflow(overflow));
    }

    private static Value floatingToInteger(StrictCall call, IntegerType type, Emission out) {
        String number = call.value(0).code();
        String whole = type.bits() == 64 || call.mode() != EvalMode.LEGACY
                ? "(long) " + number
                : type.bits() == 32 ? "(int) " + number : NumericCode.wrapped(type, "((int) " + number + ")");
        String result = out.local("long", "whole", whole);
        String within = type.bits() == 64
                ? number + " >= -9.223372036854775808E18 & " + number + " < 9.223372036854775808E18"
                : number + " > " + (type.minValue() - 1) + ".0 & " + number + " < " + (type.maxValue() + 1) + ".0";
        return Values.integer(type, result, call.guardOverflow("!(" + within + ")"));
    }

    private static Value floatingToDecimal(StrictCall call, DecimalType type, Emission out) {
        String parser = out.instance(TextParser.class);
        return parsedDecimal(
                call,
                type,
                Values.parenthesized(call.valid()) + " && " + parser + ".fromDouble("
                        + call.value(0).code() + ", " + type.precision() + ", " + type.scale() + ")",
                "overflow",
                out);
    }

    private static Value parsedDecimal(
            StrictCall call, DecimalType type, String attempt, String failure, Emission out) {
        String parser = out.instance(TextParser.class);
        String read = out.local("boolean", "fits", attempt);
        String valid = call.guard(Values.not(read), failure, FailureKind.POSSIBLE);
        String low = out.local("long", "number", parser + ".low()");
        return type.isWide()
                ? Values.wide(type, low, out.local("long", "numberHigh", parser + ".high()"), valid)
                : Values.integer(type, low, valid);
    }

    private static Value toFloating(StrictCall call, Emission out) {
        Value value = exact(call.value(0));
        int scale = DecimalRules.scale(value.type());
        String javaType = NumericCode.javaType(call.type());
        String number = switch (value.shape()) {
            case WIDE -> out.call(Decimals.class, "toDouble", DecimalCode.parts(value), "" + scale);
            case INT ->
                value.type() instanceof DecimalType
                        ? out.call(Decimals.class, "toDouble", value.code(), "" + scale)
                        : value.code();
            default -> value.code();
        };
        String result = out.local(javaType, "number", "(" + javaType + ") " + Values.parenthesized(number));
        return Values.floating(call.type(), result, Value.ALWAYS);
    }

    private static Value toTimestamp(StrictCall call, Emission out) {
        Value value = call.value(0);
        if (value.type() instanceof TimestampType) {
            return Values.withType(value, call.type());
        }
        String perDay = Calendars.MICROS_PER_DAY + "L";
        String micros = out.local("long", "micros", value.code() + " * " + perDay);
        String overflow = "Math.multiplyHigh(" + value.code() + ", " + perDay + ") != " + micros + " >> 63";
        return Values.integer(call.type(), micros, call.guardOverflow(overflow));
    }

    private static Value toText(StrictCall call, Emission out) {
        Value value = call.value(0);
        String writer = out.instance(TextWriter.class);
        String arguments = switch (value.type()) {
            case DecimalType decimal ->
                "writeDecimal(" + out.scratch() + ", " + DecimalCode.parts(value) + ", " + decimal.scale();
            case BooleanType ignored -> "writeBoolean(" + out.scratch() + ", " + value.code();
            case IntegerType ignored -> "writeLong(" + out.scratch() + ", " + value.code();
            case FloatingType floating ->
                (floating.bits() == 32 ? "writeFloat(" : "writeDouble(") + out.scratch() + ", " + value.code();
            case DateType ignored -> "writeDate(" + out.scratch() + ", " + value.code();
            case TimestampType ignored -> "writeTimestamp(" + out.scratch() + ", " + value.code();
            case BinaryType ignored -> "";
            case StringType ignored -> throw new IllegalArgumentException("Cast of text to text");
        };
        if (arguments.isEmpty()) {
            String readable = out.local(
                    "boolean", "readable", out.call(Text.class, "isUtf8", TextCode.argument(value, call.valid())));
            String valid = call.guard(Values.not(readable), "invalidCast", FailureKind.POSSIBLE);
            return Values.bytes(call.type(), value.code(), Values.second(value), valid);
        }
        return TextCode.computed(call, writer + "." + arguments + ")", "text", out);
    }

    private static Value fromText(StrictCall call, Emission out) {
        Value value = call.value(0);
        if (call.type() instanceof BinaryType) {
            return Values.withType(value, call.type());
        }
        boolean moment = call.type() instanceof DateType || call.type() instanceof TimestampType;
        String parser = out.instance(moment ? MomentParser.class : TextParser.class);
        String text = TextCode.argument(value, call.valid());
        if (call.type() instanceof DecimalType type) {
            String attempt = parser + ".parseDecimal(" + text + ", " + type.precision() + ", " + type.scale() + ")";
            return parsedDecimal(call, type, attempt, "invalidCast", out);
        }
        String attempt = switch (call.type()) {
            case BooleanType ignored -> "parseBoolean(" + text;
            case IntegerType type ->
                "parseLong(" + text + ", " + javaLong(type.minValue()) + ", " + javaLong(type.maxValue());
            case FloatingType type -> (type.bits() == 32 ? "parseFloat(" : "parseDouble(") + text;
            case DateType ignored -> "parseDate(" + text;
            case TimestampType type -> "parseTimestamp(" + text + ", " + type.zoned();
            default -> throw new IllegalArgumentException("Cast of text to " + call.type());
        };
        String read = out.local("boolean", "readable", parser + "." + attempt + ")");
        String valid = call.guard(Values.not(read), "invalidCast", FailureKind.POSSIBLE);
        return switch (Values.shapeOf(call.type())) {
            case BOOL -> Values.bool(out.local("boolean", "truth", parser + ".truth()"), valid);
            case FLOAT ->
                Values.floating(call.type(), out.local("float", "number", "(float) " + parser + ".floating()"), valid);
            case DOUBLE -> Values.floating(call.type(), out.local("double", "number", parser + ".floating()"), valid);
            default ->
                Values.integer(
                        call.type(),
                        out.local("long", moment ? "moment" : "number", parser + (moment ? ".value()" : ".low()")),
                        valid);
        };
    }

    private static String javaLong(long value) {
        return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : value + "L";
    }
}
