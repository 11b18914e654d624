package dev.carbide.offheap.column;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Values as Java objects, for results, literals and tests: Boolean for BOOLEAN, Long for INT8 to INT64 and TIMESTAMP
 * (microseconds), Float, Double, BigDecimal of the type's scale, Integer (days) for DATE, String, byte[] for BINARY, null
 * for NULL.
 */
public final class BoxedValues {
    private BoxedValues() {}

    /** The value of a row of a column of any encoding. */
    public static @Nullable Object get(Column column, int row) {
        if (!column.isValid(row)) {
            return null;
        }
        return switch (column.encoding()) {
            case FLAT -> value(column, row);
            case CONSTANT -> value(column, 0);
            case DICTIONARY -> value(column.dictionary(), Columns.getInt(column.values(), row));
        };
    }

    private static Object value(Column column, int index) {
        MemorySegment values = column.values();
        return switch (column.type()) {
            case BooleanType ignored -> Columns.getByte(values, index) != 0;
            case IntegerType ignored -> integral(column.type(), values, index);
            case FloatingType floating when floating.bits() == 32 -> Columns.getFloat(values, index);
            case FloatingType ignored -> Columns.getDouble(values, index);
            case DecimalType decimal -> new BigDecimal(unscaled(decimal, values, index), decimal.scale());
            case DateType ignored -> Columns.getInt(values, index);
            case TimestampType ignored -> Columns.getLong(values, index);
            case StringType ignored -> new String(bytes(column, index), StandardCharsets.UTF_8);
            case BinaryType ignored -> bytes(column, index);
        };
    }

    private static long integral(DataType type, MemorySegment values, int index) {
        return switch (type.physical()) {
            case INT8 -> Columns.getByte(values, index);
            case INT16 -> Columns.getShort(values, index);
            case INT32 -> Columns.getInt(values, index);
            default -> Columns.getLong(values, index);
        };
    }

    private static BigInteger unscaled(DecimalType type, MemorySegment values, int index) {
        return type.isWide()
                ? int128(Columns.getLow(values, index), Columns.getHigh(values, index))
                : BigInteger.valueOf(Columns.getLong(values, index));
    }

    /** The signed 128-bit number of these halves. */
    public static BigInteger int128(long low, long high) {
        return BigInteger.valueOf(high)
                .shiftLeft(Long.SIZE)
                .or(BigInteger.valueOf(low)
                        .and(BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE)));
    }

    private static byte[] bytes(Column column, int index) {
        byte[] bytes = new byte[Columns.viewLength(column.values(), index)];
        RawMemory.copyToHeap(Columns.viewAddress(column.values(), column.buffers(), index), bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Writes a value into a row.
     *
     * @throws CarbideException if the object is not of the class, range or scale that the type asks for
     */
    public static void put(ColumnBuilder builder, int row, @Nullable Object value) {
        DataType type = builder.type();
        switch (value) {
            case null -> builder.setNull(row);
            case Boolean bool when type instanceof BooleanType -> builder.putLong(row, bool ? 1 : 0);
            case Long number
            when type instanceof IntegerType integer && number >= integer.minValue() && number <= integer.maxValue() ->
                builder.putLong(row, number);
            case Long micros when type instanceof TimestampType -> builder.putLong(row, micros);
            case Integer days when type instanceof DateType -> builder.putLong(row, days);
            case Float number
            when type instanceof FloatingType floating && floating.bits() == 32 -> builder.putFloat(row, number);
            case Double number
            when type instanceof FloatingType floating && floating.bits() == 64 -> builder.putDouble(row, number);
            case BigDecimal number
            when type instanceof DecimalType decimal
                    && number.scale() == decimal.scale()
                    && number.precision() <= decimal.precision() -> putUnscaled(builder, row, number.unscaledValue());
            case String text
            when type instanceof StringType -> builder.putBytes(row, text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes when type instanceof BinaryType -> builder.putBytes(row, bytes);
            default ->
                throw new CarbideException("Column of type " + type + " cannot hold "
                        + value.getClass().getSimpleName() + " " + value);
        }
    }

    private static void putUnscaled(ColumnBuilder builder, int row, BigInteger unscaled) {
        if (builder.type() instanceof DecimalType decimal && decimal.isWide()) {
            builder.putInt128(
                    row, unscaled.longValue(), unscaled.shiftRight(Long.SIZE).longValue());
        } else {
            builder.putLong(row, unscaled.longValueExact());
        }
    }
}
