package dev.carbide.codegen.runtime;

/**
 * Reads dates and timestamps out of text, for casts. One object per pipeline instance holds what was read last; every
 * method returns whether there is such a value.
 */
public final class MomentParser extends TextCursor {
    private long value;

    /** Days or microseconds since the epoch. */
    public long value() {
        return value;
    }

    /** Year of at least four digits, month and day: {@code 1998-9-2}, {@code -0001-12-31}. Leaves the days since the epoch. */
    public boolean parseDate(long address, int length) {
        return load(address, length) && date() && at == end && value == (int) value;
    }

    /**
     * A date, then optionally a blank or T and {@code hh:mm}, {@code hh:mm:ss} or {@code hh:mm:ss.ffffff}, and after that
     * for zoned timestamps an offset {@code Z} or {@code +hh:mm}. What is finer than a microsecond is cut off. Leaves
     * microseconds.
     */
    public boolean parseTimestamp(long address, int length, boolean zoned) {
        if (!load(address, length) || !date()) {
            return false;
        }
        long seconds = value * Calendars.SECONDS_PER_DAY;
        long fraction = 0;
        if (at < end) {
            if (text[at] != ' ' && text[at] != 'T') {
                return false;
            }
            at++;
            long secondOfDay = timeOfDay();
            if (secondOfDay < 0) {
                return false;
            }
            seconds += secondOfDay;
            fraction = fraction();
            if (fraction < 0) {
                return false;
            }
            if (at < end) {
                long offset = zoned ? offset() : Long.MIN_VALUE;
                if (offset == Long.MIN_VALUE) {
                    return false;
                }
                seconds -= offset;
            }
        }
        value = seconds * Calendars.MICROS_PER_SECOND + fraction;
        return at == end && Math.floorDiv(value, Calendars.MICROS_PER_SECOND) == seconds;
    }

    private boolean date() {
        boolean negative = sign();
        int first = at;
        long year = number(7);
        if (year < 0 || at - first < 4 || !literal('-')) {
            return false;
        }
        long month = number(2);
        if (month < 1 || month > 12 || !literal('-')) {
            return false;
        }
        long day = number(2);
        long signedYear = negative ? -year : year;
        if (day < 1 || day > Calendars.daysInMonth(signedYear, (int) month)) {
            return false;
        }
        value = Calendars.days(signedYear, (int) month, (int) day);
        return true;
    }

    /** The second of the day, or -1. */
    private long timeOfDay() {
        long hour = number(2);
        if (hour < 0 || hour > 23 || !literal(':')) {
            return -1;
        }
        long minute = number(2);
        if (minute < 0 || minute > 59) {
            return -1;
        }
        long second = literal(':') ? number(2) : 0;
        return second < 0 || second > 59 ? -1 : (hour * 60 + minute) * 60 + second;
    }

    /** Microseconds behind a point, 0 without one, or -1. */
    private long fraction() {
        if (!literal('.')) {
            return 0;
        }
        int first = at;
        long micros = 0;
        while (isDigit(at) && at - first < 9) {
            micros = at - first < 6 ? micros * 10 + text[at] - '0' : micros;
            at++;
        }
        for (int digit = at - first; digit < 6; digit++) {
            micros *= 10;
        }
        return at == first ? -1 : micros;
    }

    /** Seconds east of Greenwich, or the least long. */
    private long offset() {
        if (literal('Z')) {
            return 0;
        }
        if (at >= end || text[at] != '+' && text[at] != '-') {
            return Long.MIN_VALUE;
        }
        boolean negative = sign();
        long hours = number(2);
        if (hours < 0 || hours > 18 || !literal(':')) {
            return Long.MIN_VALUE;
        }
        long minutes = number(2);
        if (minutes < 0 || minutes > 59) {
            return Long.MIN_VALUE;
        }
        long seconds = (hours * 60 + minutes) * 60;
        return negative ? -seconds : seconds;
    }
}
