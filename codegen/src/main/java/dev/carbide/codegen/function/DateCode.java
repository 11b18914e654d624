package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.Calendars;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.TimestampType;
import java.util.Objects;

/** Generates functions of dates and timestamps. */
final class DateCode {
    private DateCode() {}

    static Value part(DatePart part, StrictCall call, Emission out) {
        Value value = call.value(0);
        String from = part.ofTime() ? value.code() : day(value, out);
        String code = out.call(Calendars.class, part.method(), from);
        return Values.integer(call.type(), out.local("long", part.method(), code));
    }

    /** The day of a date or timestamp, as Java code. */
    private static String day(Value value, Emission out) {
        return value.type() instanceof DateType ? value.code() : out.call(Calendars.class, "dayOf", value.code());
    }

    static Value add(String name, StrictCall call, Emission out) {
        Value value = call.value(0);
        String amount = call.value(1).code();
        String day = day(value, out);
        String moved = switch (name) {
            case "add_days" -> day + " + " + amount;
            case "add_months" -> out.call(Calendars.class, "addMonths", day, amount);
            default -> out.call(Calendars.class, "addMonths", day, "12L * " + amount);
        };
        return onDay(call, out.local("long", "moved", moved), value, out);
    }

    /** The time of day of a value on another day, if that fits its type. */
    private static Value onDay(StrictCall call, String day, Value timeOf, Emission out) {
        if (call.type() instanceof DateType) {
            return Values.integer(call.type(), day, call.guardOverflow(day + " != (int) " + day));
        }
        String micros = out.local("long", "moment", out.call(Calendars.class, "atTimeOf", day, timeOf.code()));
        String fits = out.call(Calendars.class, "fitsTimestamp", day, micros);
        return Values.integer(call.type(), micros, call.guardOverflow("!" + fits));
    }

    static Value addMicroseconds(StrictCall call, Emission out) {
        String value = call.value(0).code();
        String amount = call.value(1).code();
        String sum = out.local("long", "moment", value + " + " + amount);
        String overflow = "((" + value + " ^ " + sum + ") & (" + amount + " ^ " + sum + ")) < 0";
        return Values.integer(call.type(), sum, call.guardOverflow(overflow));
    }

    static Value difference(StrictCall call, Emission out) {
        String days = out.local("long", "days", day(call.value(0), out) + " - " + day(call.value(1), out));
        if (call.failure() == FailureKind.NEVER) {
            return Values.integer(call.type(), days);
        }
        return call.mode() == EvalMode.LEGACY
                ? Values.integer(call.type(), out.local("long", "wrapped", "(int) " + days))
                : Values.integer(call.type(), days, call.guardOverflow(days + " != (int) " + days));
    }

    static Value truncate(StrictCall call, Emission out) {
        DateUnit unit = DateFunctions.unit(Objects.requireNonNull(((Literal) call.argument(0)).value()));
        Value value = call.value(1);
        if (unit.startOf().isEmpty()) {
            return value.type() instanceof TimestampType ? truncateTime(call, unit, out) : value;
        }
        String first = out.local("long", "first", out.call(Calendars.class, unit.startOf(), day(value, out)));
        Value midnight = Values.integer(call.type(), "0L");
        return onDay(call, first, midnight, out);
    }

    private static Value truncateTime(StrictCall call, DateUnit unit, Emission out) {
        String value = call.value(1).code();
        String cut = out.local("long", "cut", value + " - Math.floorMod(" + value + ", " + unit.micros() + "L)");
        return Values.integer(call.type(), cut, call.guardOverflow(cut + " > " + value));
    }
}
