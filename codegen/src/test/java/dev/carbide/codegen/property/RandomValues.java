package dev.carbide.codegen.property;

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
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** Random boxed values of a type, extremes among them. */
final class RandomValues {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final List<LocalDate> DAYS = List.of(
            LocalDate.of(2000, 2, 29),
            LocalDate.of(1900, 2, 28),
            LocalDate.of(1900, 3, 1),
            LocalDate.of(1970, 1, 1),
            LocalDate.of(1969, 12, 31),
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2023, 12, 31),
            LocalDate.of(2020, 12, 28),
            LocalDate.of(2021, 1, 3),
            LocalDate.of(0, 2, 29),
            LocalDate.of(-1, 12, 31),
            LocalDate.of(-4712, 1, 1),
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31),
            LocalDate.of(1998, 8, 31),
            LocalDate.of(1582, 10, 15));
    private static final List<String> LETTERS = List.of(
            "a", "b", "A", "Z", "%", "_", " ", "\\", "é", "ß", "İ", "中", "😀", "0", "9", ".", "-", "ı", "\u0000");

    private RandomValues() {}

    /** @param small whether numbers should mostly be far from the limits of the type */
    static Object of(DataType type, Random random, boolean small) {
        return switch (type) {
            case BooleanType ignored -> random.nextBoolean();
            case IntegerType integer -> integer(integer, random, small);
            case FloatingType floating ->
                floating.bits() == 32 ? (Object) (float) floating(random, small) : (Object) floating(random, small);
            case DecimalType decimal -> decimal(decimal, random, small);
            case DateType ignored -> date(random, small);
            case TimestampType ignored -> timestamp(random, small);
            case StringType ignored -> text(random, random.nextInt(random.nextInt(8) == 0 ? 40 : 8));
            case BinaryType ignored -> bytes(random);
        };
    }

    private static Long integer(IntegerType type, Random random, boolean small) {
        if (small) {
            return (long) random.nextInt(-20, 21);
        }
        return switch (random.nextInt(6)) {
            case 0 -> type.minValue();
            case 1 -> type.maxValue();
            case 2 -> (long) random.nextInt(-2, 3);
            default -> random.nextLong() << (64 - type.bits()) >> (64 - type.bits()) >> random.nextInt(type.bits());
        };
    }

    private static double floating(Random random, boolean small) {
        if (small) {
            return random.nextInt(-40, 41) / 4.0;
        }
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> 0.0;
            case 3 -> Double.POSITIVE_INFINITY;
            case 4 -> Double.NEGATIVE_INFINITY;
            case 5 -> Double.MIN_VALUE;
            case 6 -> -Double.MAX_VALUE;
            case 7 -> random.nextInt(-5, 6) + 0.5;
            case 8 -> random.nextLong();
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(-10, 20));
        };
    }

    private static BigDecimal decimal(DecimalType type, Random random, boolean small) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled = switch (small ? 5 : random.nextInt(6)) {
            case 0 -> limit.subtract(BigInteger.ONE);
            case 1 -> limit.subtract(BigInteger.ONE).negate();
            case 2 -> BigInteger.valueOf(random.nextInt(-2, 3));
            case 3 ->
                BigInteger.valueOf(random.nextInt(-9, 10))
                        .multiply(BigInteger.TEN.pow(random.nextInt(type.precision())));
            case 4 -> new BigInteger(limit.bitLength(), random);
            default -> BigInteger.valueOf(random.nextInt(-2000, 2001));
        };
        return new BigDecimal(unscaled.remainder(limit), type.scale());
    }

    private static Integer date(Random random, boolean small) {
        if (small) {
            return random.nextInt(-1000, 20000);
        }
        return switch (random.nextInt(8)) {
            case 0 -> Integer.MIN_VALUE + random.nextInt(3);
            case 1 -> Integer.MAX_VALUE - random.nextInt(3);
            case 2, 3, 4 -> (int) DAYS.get(random.nextInt(DAYS.size())).toEpochDay();
            default -> random.nextInt(-1_000_000, 1_000_000);
        };
    }

    private static Long timestamp(Random random, boolean small) {
        return switch (small ? 3 : random.nextInt(6)) {
            case 0 -> Long.MIN_VALUE + random.nextInt(3);
            case 1 -> Long.MAX_VALUE - random.nextInt(3);
            case 2 -> (long) date(random, true) * MICROS_PER_DAY;
            default -> (long) date(random, true) * MICROS_PER_DAY + random.nextLong(MICROS_PER_DAY);
        };
    }

    static String text(Random random, int letters) {
        StringBuilder text = new StringBuilder();
        for (int letter = 0; letter < letters; letter++) {
            text.append(LETTERS.get(random.nextInt(random.nextBoolean() ? 4 : LETTERS.size())));
        }
        return text.toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
