package dev.carbide.codegen.property;

import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** Text that can, or nearly can, be read as a value of a type. */
final class TextSamples {
    private static final List<String> ODD = List.of(
            "",
            " ",
            "-",
            "+",
            ".",
            "1.",
            ".5",
            "-.5e1",
            "1e",
            "e1",
            "1e5",
            "1E-7",
            "1e9999",
            "1e-9999",
            "0e9999",
            "1e10000",
            "00000000000000000000000000000000000000000000001",
            "99999999999999999999999999999999999999.5",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "127",
            "128",
            "-129",
            "NaN",
            "nan",
            "-inf",
            "+Infinity",
            "infinit",
            "inf",
            "0x10",
            "1d",
            "12a",
            "1 2",
            "\u0661",
            "t",
            "TRUE",
            "Yes",
            "n",
            "fAlse",
            "yeſ",
            "2000-02-30",
            "1900-02-29",
            "2000-02-29",
            "0000-01-01",
            "-0001-12-31",
            "+10000-1-1",
            "999-01-01",
            "12345678-01-01",
            "5881580-07-11",
            "5881580-07-12",
            "-5877641-06-23",
            "2000-01-01x",
            "2000-1-1 ",
            "2000-01-01T00:00:00Z",
            "2000-01-01 23:59:59.999999999",
            "2000-01-01 24:00",
            "2000-01-01 1:2",
            "2000-01-01 00:00:00+18:59",
            "2000-01-01 00:00-19:00",
            "2000-01-01 00:00.5",
            "2000-01-01 00:00:00.",
            "294247-01-10 04:00:54.775807",
            "294247-01-10 04:00:54.775808",
            "-290308-12-21 19:59:05.224192",
            "-290308-12-21 19:59:05.224191",
            "2000-01-01 00:00 Z",
            "2000-01-01 00:60",
            "2000-13-01",
            "2000-00-01");

    private TextSamples() {}

    static String readableAs(DataType type, Random random) {
        String text = switch (random.nextInt(4)) {
            case 0 -> ODD.get(random.nextInt(ODD.size()));
            case 1 -> RandomValues.text(random, random.nextInt(6));
            default -> text(type, RandomValues.of(type, random, random.nextBoolean()));
        };
        return switch (random.nextInt(8)) {
            case 0 -> " " + text + "\t";
            case 1 -> text + RandomValues.text(random, 1);
            default -> text;
        };
    }

    private static String text(DataType type, Object value) {
        return switch (type) {
            case BooleanType ignored -> value.toString();
            case DateType ignored -> LocalDate.ofEpochDay((Integer) value).toString();
            case TimestampType ignored ->
                LocalDateTime.ofEpochSecond(
                                Math.floorDiv((Long) value, 1_000_000L),
                                (int) Math.floorMod((Long) value, 1_000_000L) * 1000,
                                ZoneOffset.UTC)
                        .toString();
            default -> value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
        };
    }

    /** Text of at most that many letters out of three. */
    static String ofFewLetters(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int letters = random.nextInt(most + 1);
        for (int letter = 0; letter < letters; letter++) {
            text.append("aabé".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    /** A LIKE pattern over the letters of {@link #ofFewLetters}. */
    static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder();
        int pieces = random.nextInt(6);
        for (int piece = 0; piece < pieces; piece++) {
            pattern.append(random.nextInt(3) == 0 ? "%" : random.nextInt(5) == 0 ? "_" : ofFewLetters(random, 3));
        }
        return pattern.toString();
    }

    /** Text that often matches the pattern. */
    static String like(String pattern, Random random) {
        StringBuilder text = new StringBuilder();
        for (int letter : pattern.codePoints().toArray()) {
            text.append(
                    switch (random.nextInt(15) == 0 ? 'x' : letter) {
                        case '%' -> ofFewLetters(random, 12);
                        case '_' -> random.nextBoolean() ? "é" : "😀";
                        case 'x' -> "";
                        default -> Character.toString(letter);
                    });
        }
        return text.toString();
    }
}
