package dev.carbide.offheap.column;

import dev.carbide.offheap.TestMemory;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.IntegerType;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A column of random values in a given encoding, with the boxed values it must show. */
public final class SampleColumn implements AutoCloseable {
    public static final List<DataType> TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.decimal(15, 2),
            DataType.decimal(38, 10),
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.STRING,
            DataType.BINARY);

    private final List<ColumnBuilder> builders = new ArrayList<>();
    private final List<@Nullable Object> expected = new ArrayList<>();
    private final Column column;

    public SampleColumn(
            DataType type, Encoding encoding, int rows, double nullShare, Random random, TestMemory memory) {
        column = switch (encoding) {
            case FLAT -> {
                for (int row = 0; row < rows; row++) {
                    expected.add(random.nextDouble() < nullShare ? null : value(type, random));
                }
                yield build(type, expected, memory);
            }
            case CONSTANT -> {
                Object value = random.nextDouble() < nullShare ? null : value(type, random);
                for (int row = 0; row < rows; row++) {
                    expected.add(value);
                }
                List<@Nullable Object> single = new ArrayList<>();
                single.add(value);
                Column one = build(type, single, memory);
                yield Column.constant(type, rows, one.values(), one.validity(), one.buffers(), Bounds.UNBOUNDED);
            }
            case DICTIONARY -> dictionary(type, rows, nullShare, random, memory);
        };
    }

    private Column dictionary(DataType type, int rows, double nullShare, Random random, TestMemory memory) {
        List<@Nullable Object> entries = new ArrayList<>();
        for (int entry = 0; entry < 1 + random.nextInt(20); entry++) {
            entries.add(value(type, random));
        }
        Column dictionary = build(type, entries, memory);
        List<@Nullable Object> codes = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int code = random.nextInt(entries.size());
            boolean isNull = random.nextDouble() < nullShare;
            codes.add(isNull ? null : (Object) (long) code);
            expected.add(isNull ? null : entries.get(code));
        }
        Column coded = build(DataType.INT32, codes, memory);
        MemorySegment values = coded.values();
        for (int row = 0; row < rows; row++) {
            if (!coded.isValid(row)) {
                Columns.putInt(values, row, 0);
            }
        }
        return Column.dictionary(rows, values, coded.validity(), dictionary);
    }

    private Column build(DataType type, List<@Nullable Object> values, TestMemory memory) {
        ColumnBuilder builder = ColumnBuilder.create(type, Math.max(1, values.size()), memory.pool(), memory.pages());
        builders.add(builder);
        for (int row = 0; row < values.size(); row++) {
            BoxedValues.put(builder, row, values.get(row));
        }
        return builder.view(values.size());
    }

    /** A random value of that type, small and extreme ones among them. */
    public static Object value(DataType type, Random random) {
        long bits = random.nextInt(4) == 0 ? random.nextInt(10) - 5 : random.nextLong();
        return switch (type) {
            case IntegerType integer -> bits >> (Long.SIZE - integer.bits());
            case DecimalType decimal ->
                new BigDecimal(
                        new BigInteger(120, random)
                                .subtract(BigInteger.ONE.shiftLeft(119))
                                .remainder(BigInteger.TEN.pow(1 + random.nextInt(decimal.precision()))),
                        decimal.scale());
            default ->
                switch (type.physical()) {
                    case INT8 -> random.nextBoolean();
                    case INT32 -> (int) bits;
                    case FLOAT32 -> random.nextInt(8) == 0 ? Float.NaN : (float) random.nextGaussian();
                    case FLOAT64 -> random.nextInt(8) == 0 ? -0.0 : random.nextGaussian();
                    case VIEW -> type == DataType.STRING ? text(random) : bytes(random);
                    default -> bits;
                };
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(10) == 0 ? 2000 : 20);
        for (int at = 0; at < length; at++) {
            text.append(random.nextInt(12) == 0 ? "ß" : String.valueOf((char) ('a' + random.nextInt(4))));
        }
        return text.toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(24)];
        random.nextBytes(bytes);
        return bytes;
    }

    public Column column() {
        return column;
    }

    /** One boxed value per row. */
    public List<@Nullable Object> expected() {
        return expected;
    }

    @Override
    public void close() {
        builders.forEach(ColumnBuilder::close);
    }
}
