package dev.carbide.codegen.runtime;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The proleptic Gregorian calendar over days and microseconds since the epoch. */
public final class Calendars {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private Calendars() {}

    /** As ISO 8601 has it, {@code 1998-09-02}; with a sign outside the years 0 to 9999. */
    public static String formatDate(int days) {
        return LocalDate.ofEpochDay(days).toString();
    }

    /** {@code 1998-09-02 10:15:00.5}: no fraction when it is zero, else without trailing zeros. */
    public static String formatTimestamp(long micros) {
        int fraction = (int) Math.floorMod(micros, MICROS_PER_SECOND);
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder().append(time.toLocalDate()).append(' ');
        append(text, time.getHour()).append(':');
        append(text, time.getMinute()).append(':');
        append(text, time.getSecond());
        if (fraction != 0) {
            String digits = Long.toString(MICROS_PER_SECOND + fraction).substring(1);
            int length = digits.length();
            while (digits.charAt(length - 1) == '0') {
                length--;
            }
            text.append('.').append(digits, 0, length);
        }
        return text.toString();
    }

    private static StringBuilder append(StringBuilder text, int twoDigits) {
        return text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
    }
}
