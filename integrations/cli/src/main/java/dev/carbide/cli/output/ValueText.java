package dev.carbide.cli.output;

import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;

/** Boxed values (see {@link dev.carbide.offheap.column.BoxedValues}) as text that loses nothing. */
public final class ValueText {
    private static final long MICROS = 1_000_000;
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter();

    private ValueText() {}

    /**
     * Decimals with all digits of their scale, dates as in ISO 8601, timestamps as {@code 2024-02-29 12:00:00.5} with a
     * {@code Z} behind those in UTC, binary in hexadecimal digits.
     */
    public static String of(DataType type, Object value) {
        return switch (type) {
            case DecimalType ignored -> ((BigDecimal) value).toPlainString();
            case DateType ignored -> LocalDate.ofEpochDay((Integer) value).toString();
            case TimestampType timestamp -> timestamp((Long) value) + (timestamp.zoned() ? "Z" : "");
            case BinaryType ignored -> HexFormat.of().formatHex((byte[]) value);
            case BooleanType ignored -> value.toString();
            case IntegerType ignored -> value.toString();
            case FloatingType ignored -> value.toString();
            case StringType ignored -> (String) value;
        };
    }

    private static String timestamp(long micros) {
        long seconds = Math.floorDiv(micros, MICROS);
        int nanos = (int) Math.floorMod(micros, MICROS) * 1000;
        return TIMESTAMP.format(LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC));
    }
}
