package dev.carbide.codegen.runtime;

/**
 * The proleptic Gregorian calendar over days and microseconds since 1970-01-01, astronomical years (0 is 1 BC). Days may
 * be any int, microseconds any long. The conversion between days and dates counts in eras of 400 years that begin on 1
 * March (Howard Hinnant, "chrono-compatible low-level date algorithms").
 */
public final class Calendars {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long SECONDS_PER_DAY = 86_400L;
    public static final long MICROS_PER_DAY = MICROS_PER_SECOND * SECONDS_PER_DAY;

    private static final long DAYS_PER_ERA = 146_097L;
    /** From 0000-03-01 to 1970-01-01. */
    private static final long DAYS_BEFORE_EPOCH = 719_468L;

    /** The days of the least and the largest long of microseconds. */
    private static final long FIRST_DAY = Math.floorDiv(Long.MIN_VALUE, MICROS_PER_DAY);

    private static final long LAST_DAY = Math.floorDiv(Long.MAX_VALUE, MICROS_PER_DAY);

    private Calendars() {}

    /** Days since the epoch; month and day must exist. */
    public static long days(long year, int month, int day) {
        long shiftedYear = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shiftedYear, 400L);
        long yearOfEra = shiftedYear - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_EPOCH;
    }

    public static int daysInMonth(long year, int month) {
        return switch (month) {
            case 2 -> isLeapYear(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    public static boolean isLeapYear(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static long year(long days) {
        long shifted = days + DAYS_BEFORE_EPOCH;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        long dayOfEra = shifted - era * DAYS_PER_ERA;
        long yearOfEra = yearOfEra(dayOfEra);
        // Years begin in March here: January and February belong to the next
        return yearOfEra + era * 400 + (dayOfShiftedYear(dayOfEra, yearOfEra) >= 306 ? 1 : 0);
    }

    public static long month(long days) {
        long shiftedMonth = (5 * dayOfShiftedYear(days) + 2) / 153;
        return shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    }

    public static long quarter(long days) {
        return (month(days) + 2) / 3;
    }

    public static long dayOfMonth(long days) {
        long dayOfYear = dayOfShiftedYear(days);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        return dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    }

    /** 0 is Sunday. */
    public static long dayOfWeek(long days) {
        return Math.floorMod(days + 4, 7L);
    }

    /** 1 is 1 January. */
    public static long dayOfYear(long days) {
        return days - days(year(days), 1, 1) + 1;
    }

    /** The week by ISO 8601: weeks begin on Monday and belong to the year of their Thursday. */
    public static long week(long days) {
        long thursday = days - Math.floorMod(days + 3, 7L) + 3;
        return (dayOfYear(thursday) - 1) / 7 + 1;
    }

    private static long dayOfShiftedYear(long days) {
        long shifted = days + DAYS_BEFORE_EPOCH;
        long dayOfEra = shifted - Math.floorDiv(shifted, DAYS_PER_ERA) * DAYS_PER_ERA;
        return dayOfShiftedYear(dayOfEra, yearOfEra(dayOfEra));
    }

    private static long yearOfEra(long dayOfEra) {
        return (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    }

    private static long dayOfShiftedYear(long dayOfEra, long yearOfEra) {
        return dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    }

    /** The day that a moment lies in. */
    public static long dayOf(long micros) {
        return Math.floorDiv(micros, MICROS_PER_DAY);
    }

    /** 0 to 23. */
    public static long hour(long micros) {
        return Math.floorMod(micros, MICROS_PER_DAY) / (3600 * MICROS_PER_SECOND);
    }

    /** 0 to 59. */
    public static long minute(long micros) {
        return Math.floorMod(micros, 3600 * MICROS_PER_SECOND) / (60 * MICROS_PER_SECOND);
    }

    /** 0 to 59; the fraction is cut off. */
    public static long second(long micros) {
        return Math.floorMod(micros, 60 * MICROS_PER_SECOND) / MICROS_PER_SECOND;
    }

    /** The same day of the month so many months on, or the last of that month if there is none. */
    public static long addMonths(long days, long months) {
        long total = year(days) * 12 + month(days) - 1 + months;
        long year = Math.floorDiv(total, 12L);
        int month = (int) Math.floorMod(total, 12L) + 1;
        int day = Math.min((int) dayOfMonth(days), daysInMonth(year, month));
        return days(year, month, day);
    }

    /** The first day of the year. */
    public static long startOfYear(long days) {
        return days(year(days), 1, 1);
    }

    public static long startOfQuarter(long days) {
        return days(year(days), (int) (quarter(days) * 3 - 2), 1);
    }

    public static long startOfMonth(long days) {
        return days - dayOfMonth(days) + 1;
    }

    /** The Monday. */
    public static long startOfWeek(long days) {
        return days - Math.floorMod(days + 3, 7L);
    }

    /** A day and a time of day as microseconds; wraps around where {@link #fitsTimestamp} says no. */
    public static long atTimeOf(long days, long micros) {
        return days * MICROS_PER_DAY + Math.floorMod(micros, MICROS_PER_DAY);
    }

    /** Whether {@code micros}, computed with wrap-around, is a moment of that day. */
    public static boolean fitsTimestamp(long days, long micros) {
        return days >= FIRST_DAY && days <= LAST_DAY && dayOf(micros) == days;
    }
}
