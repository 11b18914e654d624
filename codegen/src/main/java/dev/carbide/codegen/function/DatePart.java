package dev.carbide.codegen.function;

import dev.carbide.offheap.type.Bounds;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.function.ToLongFunction;

/** The parts of dates and timestamps that EXTRACT gives. */
public enum DatePart {
    /** The astronomical year: 0 is 1 BC. */
    YEAR("year", false, LocalDateTime::getYear, -300_000_000, 300_000_000),
    QUARTER("quarter", false, time -> time.get(IsoFields.QUARTER_OF_YEAR), 1, 4),
    MONTH("month", false, LocalDateTime::getMonthValue, 1, 12),
    /** Of the month. */
    DAY("day", "dayOfMonth", false, LocalDateTime::getDayOfMonth, 1, 31),
    /** 0 is Sunday. */
    DAY_OF_WEEK("day_of_week", "dayOfWeek", false, time -> time.getDayOfWeek().getValue() % 7, 0, 6),
    DAY_OF_YEAR("day_of_year", "dayOfYear", false, LocalDateTime::getDayOfYear, 1, 366),
    /** By ISO 8601. */
    WEEK("week", false, time -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 1, 53),
    HOUR("hour", true, LocalDateTime::getHour, 0, 23),
    MINUTE("minute", true, LocalDateTime::getMinute, 0, 59),
    /** Without the fraction. */
    SECOND("second", true, time -> time.get(ChronoField.SECOND_OF_MINUTE), 0, 59);

    private final String functionName;
    private final String method;
    private final boolean ofTime;
    private final ToLongFunction<LocalDateTime> interpretation;
    private final Bounds bounds;

    DatePart(String functionName, boolean ofTime, ToLongFunction<LocalDateTime> interpretation, long least, long most) {
        this(functionName, functionName, ofTime, interpretation, least, most);
    }

    DatePart(
            String functionName,
            String method,
            boolean ofTime,
            ToLongFunction<LocalDateTime> interpretation,
            long least,
            long most) {
        this.functionName = functionName;
        this.method = method;
        this.ofTime = ofTime;
        this.interpretation = interpretation;
        this.bounds = Bounds.of(least, most);
    }

    String functionName() {
        return functionName;
    }

    /** The method of {@link dev.carbide.codegen.runtime.Calendars} that finds it in days, or in microseconds for parts of the time. */
    String method() {
        return method;
    }

    /** Whether it is a part of the time of day. */
    boolean ofTime() {
        return ofTime;
    }

    long interpret(LocalDateTime time) {
        return interpretation.applyAsLong(time);
    }

    Bounds bounds() {
        return bounds;
    }
}
