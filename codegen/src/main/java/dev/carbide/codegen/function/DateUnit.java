package dev.carbide.codegen.function;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.function.UnaryOperator;

/** The units that moments can be cut to. */
enum DateUnit {
    YEAR("startOfYear", 0, time -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1)),
    QUARTER("startOfQuarter", 0, time -> time.truncatedTo(ChronoUnit.DAYS).with(IsoFields.DAY_OF_QUARTER, 1)),
    MONTH("startOfMonth", 0, time -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1)),
    /** From Monday. */
    WEEK(
            "startOfWeek",
            0,
            time -> time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))),
    DAY("", 86_400_000_000L, time -> time.truncatedTo(ChronoUnit.DAYS)),
    HOUR("", 3_600_000_000L, time -> time.truncatedTo(ChronoUnit.HOURS)),
    MINUTE("", 60_000_000L, time -> time.truncatedTo(ChronoUnit.MINUTES)),
    SECOND("", 1_000_000L, time -> time.truncatedTo(ChronoUnit.SECONDS));

    private final String startOf;
    private final long micros;
    private final UnaryOperator<LocalDateTime> truncation;

    DateUnit(String startOf, long micros, UnaryOperator<LocalDateTime> truncation) {
        this.startOf = startOf;
        this.micros = micros;
        this.truncation = truncation;
    }

    /** The method of {@link dev.carbide.codegen.runtime.Calendars} that finds the first day; empty for days and less. */
    String startOf() {
        return startOf;
    }

    /** The length of a unit that is at most a day. */
    long micros() {
        return micros;
    }

    LocalDateTime truncate(LocalDateTime time) {
        return truncation.apply(time);
    }
}
