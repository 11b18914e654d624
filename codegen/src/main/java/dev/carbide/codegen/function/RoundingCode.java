package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.Decimals;
import dev.carbide.codegen.runtime.Floats;
import dev.carbide.codegen.runtime.WideRegister;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;

/** Generates rounding. */
final class RoundingCode {
    private RoundingCode() {}

    static Value round(StrictCall call, Emission out) {
        int digits = RoundingFunctions.digits(call.call().arguments());
        Value value = call.value(0);
        return switch (call.type()) {
            case FloatingType type ->
                Values.floating(
                        type,
                        out.local(
                                NumericCode.javaType(type),
                                "rounded",
                                out.call(Floats.class, "round", value.code(), "" + digits)),
                        Value.ALWAYS);
            case IntegerType type -> digits >= 0 ? value : roundedInteger(call, type, -digits, out);
            default -> digits >= 0 ? DecimalCode.rescaled(call, value, out) : roundedBeforePoint(call, -digits, out);
        };
    }

    private static Value roundedInteger(StrictCall call, IntegerType type, int places, Emission out) {
        String unit = NumericScales.longPowerOfTen(places) + "L";
        String units = out.local(
                "long",
                "units",
                out.call(Decimals.class, "divide", call.value(0).code(), unit));
        String rounded = out.local("long", "rounded", units + " * " + unit);
        String overflow = type.bits() < 64
                ? NumericCode.notWithin(type, rounded)
                : "Math.multiplyHigh(" + units + ", " + unit + ") != " + rounded + " >> 63";
        if (call.mode() == EvalMode.LEGACY) {
            return Values.integer(
                    type,
                    type.bits() < 64 ? out.local("long", "wrapped", NumericCode.wrapped(type, rounded)) : rounded);
        }
        return Values.integer(type, rounded, call.guardOverflow(overflow));
    }

    private static Value roundedBeforePoint(StrictCall call, int places, Emission out) {
        Value value = call.value(0);
        int drop = DecimalRules.scale(value.type()) + places;
        String register = out.instance(WideRegister.class);
        String tooWide = DecimalType.MAX_PRECISION + "";
        out.line(register + ".rescale(" + DecimalCode.parts(value) + ", " + drop + ", " + tooWide + ");");
        return DecimalCode.byRegister(
                call, "rescale", register + ".low(), " + register + ".high(), -" + places, "rounded", out);
    }

    static Value toInteger(StrictCall call, boolean floor, Emission out) {
        Value value = call.value(0);
        String stem = floor ? "floor" : "ceiling";
        return switch (call.type()) {
            case FloatingType type -> {
                String javaType = NumericCode.javaType(type);
                String code = "(" + javaType + ") Math." + (floor ? "floor" : "ceil") + "(" + value.code() + ")";
                yield Values.floating(type, out.local(javaType, stem, code), Value.ALWAYS);
            }
            case IntegerType ignored -> value;
            default -> decimalToInteger(call, floor, stem, out);
        };
    }

    private static Value decimalToInteger(StrictCall call, boolean floor, String stem, Emission out) {
        Value value = call.value(0);
        int drop = DecimalRules.scale(value.type());
        if (drop == 0) {
            return DecimalCode.rescaled(call, value, out);
        }
        if (value.shape() == Shape.INT && drop <= 18) {
            String divisor = NumericScales.longPowerOfTen(drop) + "L";
            String code = floor
                    ? "Math.floorDiv(" + value.code() + ", " + divisor + ")"
                    : "-Math.floorDiv(-" + value.code() + ", " + divisor + ")";
            return DecimalCode.checkedLong(call, out.local("long", stem, code), out);
        }
        return DecimalCode.byRegister(call, stem, DecimalCode.parts(value) + ", " + drop, stem, out);
    }
}
