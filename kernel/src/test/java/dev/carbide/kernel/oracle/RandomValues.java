package dev.carbide.kernel.oracle;

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
import java.util.List;
import java.util.Random;

/** Random boxed values of a type. */
final class RandomValues {
    private static final List<String> LETTERS =
            List.of("a", "b", "A", "%", "_", " ", "\\", "é", "中", "😀", "0", "\u0000", "\uFFFD", "ÿ");

    private RandomValues() {}

    /**
     * A value.
     *
     * @param tame floating numbers whose sums are exact, and -0.0 is not among them; other types are the same
     */
    static Object of(DataType type, Random random, boolean tame) {
        return switch (type) {
            case BooleanType ignored -> random.nextBoolean();
            case IntegerType integer -> integer(integer, random);
            case FloatingType floating -> {
                double value = tame ? tame(random) : wild(random);
                yield floating.bits() == 32 ? (Object) (float) value : (Object) value;
            }
            case DecimalType decimal -> decimal(decimal, random);
            case DateType ignored -> random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(-400, 20_000);
            case TimestampType ignored ->
                random.nextInt(8) == 0 ? random.nextLong() : random.nextLong(-400_000_000_000L, 1_700_000_000_000_000L);
            case StringType ignored -> text(random);
            case BinaryType ignored -> {
                byte[] bytes = new byte[length(random)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }

    private static Long integer(IntegerType type, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> type.minValue();
            case 1 -> type.maxValue();
            case 2 -> random.nextLong() << (Long.SIZE - type.bits()) >> (Long.SIZE - type.bits());
            default -> (long) random.nextInt(-20, 21);
        };
    }

    private static double tame(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            default -> random.nextInt(-400, 401) / 4.0 + 0.0;
        };
    }

    private static double wild(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> 0.0;
            case 3 -> Double.POSITIVE_INFINITY;
            case 4 -> Double.NEGATIVE_INFINITY;
            case 5 -> Double.MIN_VALUE;
            case 6 -> -Double.MAX_VALUE;
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(-10, 20));
        };
    }

    private static BigDecimal decimal(DecimalType type, Random random) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled = switch (random.nextInt(8)) {
            case 0 -> limit.subtract(BigInteger.ONE);
            case 1 -> limit.subtract(BigInteger.ONE).negate();
            case 2 -> new BigInteger(limit.bitLength(), random);
            case 3 -> BigInteger.valueOf(random.nextLong());
            default -> BigInteger.valueOf(random.nextInt(-2000, 2001));
        };
        return new BigDecimal(unscaled.remainder(limit), type.scale());
    }

    private static int length(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 12;
            case 2 -> 13;
            case 3 -> random.nextInt(80);
            case 4 -> random.nextInt(40) == 0 ? 5000 : 30;
            default -> 1 + random.nextInt(4);
        };
    }

    private static String text(Random random) {
        int letters = length(random);
        int choices = random.nextInt(3) == 0 ? LETTERS.size() : 2;
        StringBuilder text = new StringBuilder();
        for (int letter = 0; letter < letters; letter++) {
            text.append(LETTERS.get(random.nextInt(choices)));
        }
        return text.toString();
    }
}
