package dev.carbide.codegen.expression;

import dev.carbide.offheap.error.CarbideException;
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
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A constant. Its value is the boxed form that the interpreter and row readers use as well: Boolean for BOOLEAN, Long
 * for INT8 to INT64, Float, Double, BigDecimal of exactly the type's scale for DECIMAL, Integer (days) for DATE, Long
 * (microseconds) for TIMESTAMP, String for STRING, byte[] for BINARY, null for NULL.
 */
public record Literal(DataType type, @Nullable Object value) implements Expression {
    public Literal {
        if (value != null && !accepts(type, value)) {
            throw new CarbideException("Literal of type " + type + " cannot hold "
                    + value.getClass().getSimpleName() + " " + value);
        }
    }

    private static boolean accepts(DataType type, Object value) {
        return switch (type) {
            case BooleanType ignored -> value instanceof Boolean;
            case IntegerType integer ->
                value instanceof Long number && number >= integer.minValue() && number <= integer.maxValue();
            case FloatingType floating -> floating.bits() == 32 ? value instanceof Float : value instanceof Double;
            case DecimalType decimal ->
                value instanceof BigDecimal number
                        && number.scale() == decimal.scale()
                        && number.precision() <= decimal.precision();
            case DateType ignored -> value instanceof Integer;
            case TimestampType ignored -> value instanceof Long;
            case StringType ignored -> value instanceof String;
            case BinaryType ignored -> value instanceof byte[];
        };
    }

    @Override
    public boolean nullable() {
        return value == null;
    }

    /** As SQL writes it, {@code DATE '1994-01-01'}. */
    @Override
    public String toString() {
        return switch (value) {
            case null -> "NULL";
            case String text -> "'" + text.replace("'", "''") + "'";
            case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            case Integer days when type instanceof DateType -> "DATE '" + LocalDate.ofEpochDay(days) + "'";
            case Long micros when type instanceof TimestampType -> "TIMESTAMP '" + timestamp(micros) + "'";
            default -> value.toString();
        };
    }

    private static LocalDateTime timestamp(long micros) {
        int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1_000;
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), nanos, ZoneOffset.UTC);
    }
}
