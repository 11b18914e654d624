package dev.carbide.codegen.runtime;

import dev.carbide.offheap.raw.RawMemory;
import java.nio.charset.StandardCharsets;

/**
 * Writes values as text into scratch bytes, for casts; also the text of values in messages. One object per pipeline
 * instance. Every method that takes scratch bytes leaves the text as their result.
 */
public final class TextWriter {
    private static final int LONGEST = 64;

    private final byte[] text = new byte[LONGEST];
    private final Magnitude magnitude = new Magnitude();
    private int start;

    /** The digits, with a minus where it is negative. */
    public void writeLong(ScratchBytes scratch, long value) {
        start = LONGEST;
        digits(value);
        sign(value < 0);
        finish(scratch);
    }

    /** All digits of the scale, without an exponent. */
    public void writeDecimal(ScratchBytes scratch, long low, long high, int scale) {
        start = LONGEST;
        magnitude.set(low, high);
        int written = 0;
        do {
            put('0' + magnitude.removeDigit());
            written++;
            if (written == scale) {
                put('.');
            }
        } while (!magnitude.isZero() || written <= scale);
        sign(high < 0);
        finish(scratch);
    }

    /** As {@link Double#toString(double)}. */
    public void writeDouble(ScratchBytes scratch, double value) {
        write(scratch, Double.toString(value));
    }

    /** As {@link Float#toString(float)}. */
    public void writeFloat(ScratchBytes scratch, float value) {
        write(scratch, Float.toString(value));
    }

    public void writeBoolean(ScratchBytes scratch, boolean value) {
        write(scratch, value ? "true" : "false");
    }

    /** {@code 1998-09-02}, with a sign outside the years 0 to 9999. */
    public void writeDate(ScratchBytes scratch, long days) {
        start = LONGEST;
        date(days);
        finish(scratch);
    }

    /** {@code 1998-09-02 10:15:00.5}: without a fraction if it is zero, else without trailing zeros. */
    public void writeTimestamp(ScratchBytes scratch, long micros) {
        start = LONGEST;
        timestamp(micros);
        finish(scratch);
    }

    /** The text of a date. */
    public static String dateText(long days) {
        TextWriter writer = new TextWriter();
        writer.start = LONGEST;
        writer.date(days);
        return writer.toText();
    }

    /** The text of a timestamp. */
    public static String timestampText(long micros) {
        TextWriter writer = new TextWriter();
        writer.start = LONGEST;
        writer.timestamp(micros);
        return writer.toText();
    }

    private void timestamp(long micros) {
        long fraction = Math.floorMod(micros, Calendars.MICROS_PER_SECOND);
        if (fraction != 0) {
            int width = 6;
            while (fraction % 10 == 0) {
                fraction /= 10;
                width--;
            }
            padded(fraction, width);
            put('.');
        }
        padded(Calendars.second(micros), 2);
        put(':');
        padded(Calendars.minute(micros), 2);
        put(':');
        padded(Calendars.hour(micros), 2);
        put(' ');
        date(Calendars.dayOf(micros));
    }

    private void date(long days) {
        padded(Calendars.dayOfMonth(days), 2);
        put('-');
        padded(Calendars.month(days), 2);
        put('-');
        long year = Calendars.year(days);
        padded(Math.abs(year), 4);
        if (year < 0) {
            put('-');
        } else if (year > 9999) {
            put('+');
        }
    }

    private void put(int character) {
        text[--start] = (byte) character;
    }

    private void padded(long value, int width) {
        int end = start;
        digits(value);
        while (end - start < width) {
            put('0');
        }
    }

    private void digits(long value) {
        long rest = value;
        do {
            put('0' + (int) Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
    }

    private void sign(boolean negative) {
        if (negative) {
            put('-');
        }
    }

    private void finish(ScratchBytes scratch) {
        int length = LONGEST - start;
        long address = scratch.allocate(length);
        RawMemory.copyFromHeap(text, start, address, length);
        scratch.result(address, length);
    }

    private String toText() {
        return new String(text, start, LONGEST - start, StandardCharsets.US_ASCII);
    }

    private static void write(ScratchBytes scratch, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        long address = scratch.allocate(bytes.length);
        RawMemory.copyFromHeap(bytes, 0, address, bytes.length);
        scratch.result(address, bytes.length);
    }
}
