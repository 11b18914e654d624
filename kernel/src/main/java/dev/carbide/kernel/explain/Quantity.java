package dev.carbide.kernel.explain;

import java.util.Locale;

/** Figures for people to read: counts, times, sizes, shares. */
public final class Quantity {
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Quantity() {}

    /** {@code 6,001,215}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    public static String nanos(long nanos) {
        double millis = nanos / 1e6;
        if (millis >= 10_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS[unit]);
    }

    public static String percent(long part, long whole) {
        return Math.round(100.0 * part / whole) + "%";
    }
}
