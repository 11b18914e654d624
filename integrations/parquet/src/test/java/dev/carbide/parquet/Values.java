package dev.carbide.parquet;

import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random values of every type. */
final class Values {
    static final List<DataType> TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.decimal(7, 2),
            DataType.decimal(15, 2),
            DataType.decimal(18, 18),
            DataType.decimal(25, 4),
            DataType.decimal(38, 0),
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.TIMESTAMP_UTC,
            DataType.STRING,
            DataType.BINARY);

    private static final String[] CHARACTERS = {"a", "Z", "0", " ", "é", "€", "𝄞", "ß", "'", "\n"};

    private Values() {}

    /** A column of every type, nullable ones and others. */
    static Schema schema() {
        List<Field> fields = new ArrayList<>();
        for (DataType type : TYPES) {
            fields.add(Field.required("r" + fields.size(), type));
            fields.add(Field.optional("o" + fields.size(), type));
        }
        return new Schema(fields);
    }

    /** {@code distinct} bounds how many values a column has; {@code nulls} is the share of NULLs in optional columns. */
    static List<List<@Nullable Object>> rows(Schema schema, int count, int distinct, double nulls, Random random) {
        List<List<Object>> pools = schema.fields().stream()
                .map(field -> pool(field.type(), Math.min(distinct, count), random))
                .toList();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < schema.size(); column++) {
                List<Object> pool = pools.get(column);
                boolean isNull = schema.field(column).nullable() && random.nextDouble() < nulls;
                values.add(isNull ? null : pool.get(random.nextInt(pool.size())));
            }
            rows.add(values);
        }
        return rows;
    }

    private static List<Object> pool(DataType type, int size, Random random) {
        List<Object> pool = new ArrayList<>();
        for (int index = 0; index < Math.max(1, size); index++) {
            pool.add(value(type, random));
        }
        return pool;
    }

    static Object value(DataType type, Random random) {
        return switch (type) {
            case BooleanType _ -> random.nextBoolean();
            case IntegerType integer -> integer(integer.bits(), random);
            case FloatingType floating ->
                floating.bits() == 32
                        ? (Object) Float.intBitsToFloat(canonical(random.nextInt()))
                        : (Object) (random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case DecimalType decimal -> new BigDecimal(digits(decimal.precision(), random), decimal.scale());
            case DateType _ -> random.nextInt(40_000) - 10_000;
            case TimestampType _ -> random.nextLong(4_000_000_000_000_000L) - 1_000_000_000_000_000L;
            case StringType _ -> text(random.nextInt(random.nextInt(10) == 0 ? 200 : 20), random);
            case BinaryType _ -> "0x" + hex(random.nextInt(random.nextInt(10) == 0 ? 100 : 18), random);
        };
    }

    private static Object integer(int bits, Random random) {
        long extreme = Long.MIN_VALUE >> (64 - bits);
        return switch (random.nextInt(8)) {
            case 0 -> extreme;
            case 1 -> ~extreme;
            case 2, 3, 4 -> (long) random.nextInt(100);
            default -> random.nextLong() >> (64 - bits);
        };
    }

    private static int canonical(int bits) {
        return Float.isNaN(Float.intBitsToFloat(bits)) ? 0x7FC0_0000 : bits;
    }

    private static BigInteger digits(int precision, Random random) {
        BigInteger limit = BigInteger.TEN.pow(random.nextInt(precision) + 1);
        BigInteger value = new BigInteger(limit.bitLength() + 8, random).mod(limit);
        return random.nextBoolean() ? value : value.negate();
    }

    private static String text(int length, Random random) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < length; index++) {
            text.append(CHARACTERS[random.nextInt(random.nextInt(8) == 0 ? CHARACTERS.length : 4)]);
        }
        return text.toString();
    }

    private static String hex(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
