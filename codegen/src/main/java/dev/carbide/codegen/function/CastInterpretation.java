package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.runtime.EvaluationSite;
import dev.carbide.codegen.runtime.TextParser;
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
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Casts of boxed values. */
final class CastInterpretation {
    private static final BigInteger MICROS_PER_SECOND = BigInteger.valueOf(1_000_000);
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)nan|([+-]?)inf(?:inity)?");
    private static final Pattern TRUE = Pattern.compile("(?i)t|true|y|yes|1");
    private static final Pattern FALSE = Pattern.compile("(?i)f|false|n|no|0");
    private static final Pattern MOMENT = Pattern.compile("([+-]?[0-9]{4,7})-([0-9]{1,2})-([0-9]{1,2})"
            + "(?:([ T])([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}))?(?:\\.([0-9]{1,9}))?"
            + "(Z|[+-][0-9]{1,2}:[0-9]{1,2})?)?");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private CastInterpretation() {}

    static @Nullable Object interpret(Call call, Object[] values) {
        Object value = values[0];
        DataType from = call.argument(0).type();
        if (from.equals(call.type())) {
            return value;
        }
        return switch (call.type()) {
            case BooleanType ignored -> value instanceof String text ? truth(call, text) : !isZero(value);
            case IntegerType type -> toInteger(call, type, value);
            case DecimalType ignored -> toDecimal(call, value);
            case FloatingType type -> toFloating(call, type, value);
            case DateType ignored -> toDate(call, value);
            case TimestampType ignored -> toTimestamp(call, value);
            case StringType ignored -> toText(call, from, value);
            case BinaryType ignored -> ((String) value).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static @Nullable Object invalid(Call call, Object value) {
        return ExactNumbers.fail(call, new Object[] {value}, EvaluationSite::invalidCast);
    }

    private static boolean isZero(Object value) {
        return value instanceof BigDecimal decimal ? decimal.signum() == 0 : ExactNumbers.number(value) == 0;
    }

    private static @Nullable Object truth(Call call, String text) {
        String word = text.trim();
        return TRUE.matcher(word).matches()
                ? (Object) true
                : FALSE.matcher(word).matches() ? (Object) false : invalid(call, text);
    }

    private static @Nullable Object toInteger(Call call, IntegerType type, Object value) {
        return switch (value) {
            case Boolean truth -> truth ? 1L : 0L;
            case Float number -> fromDouble(call, type, number, value);
            case Double number -> fromDouble(call, type, number, value);
            case String text -> {
                BigDecimal number = INTEGER.matcher(text.trim()).matches() ? parse(text) : null;
                yield number == null || !isWithin(type, number) ? invalid(call, text) : (Object) number.longValue();
            }
            default ->
                ExactNumbers.fit(
                        call, new Object[] {value}, ExactNumbers.decimal(value).setScale(0, RoundingMode.DOWN));
        };
    }

    private static boolean isWithin(IntegerType type, BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(type.minValue())) >= 0
                && number.compareTo(BigDecimal.valueOf(type.maxValue())) <= 0;
    }

    /** LEGACY saturates as Java does: to 64 bits, or to 32 bits of which the lowest count. */
    private static @Nullable Object fromDouble(Call call, IntegerType type, double number, Object value) {
        if (!Double.isNaN(number) && !Double.isInfinite(number)) {
            BigDecimal whole = new BigDecimal(number).setScale(0, RoundingMode.DOWN);
            if (isWithin(type, whole)) {
                return whole.longValueExact();
            }
        }
        if (call.mode() != EvalMode.LEGACY) {
            return ExactNumbers.fail(call, new Object[] {value}, EvaluationSite::overflow);
        }
        return type.bits() == 64 ? (long) number : ExactNumbers.wrap(type, BigInteger.valueOf((int) number));
    }

    private static @Nullable Object toDecimal(Call call, Object value) {
        Object[] values = {value};
        return switch (value) {
            case Boolean truth -> ExactNumbers.fit(call, values, truth ? BigDecimal.ONE : BigDecimal.ZERO);
            case Float number -> fromFloating(call, number, values);
            case Double number -> fromFloating(call, number, values);
            case String text -> {
                BigDecimal number = parse(text);
                BigDecimal rounded =
                        number == null ? null : number.setScale(DecimalRules.scale(call.type()), RoundingMode.HALF_UP);
                yield rounded == null || rounded.precision() > ((DecimalType) call.type()).precision()
                        ? invalid(call, text)
                        : rounded;
            }
            default -> ExactNumbers.fit(call, values, ExactNumbers.decimal(value));
        };
    }

    private static @Nullable Object fromFloating(Call call, double number, Object[] values) {
        return Double.isNaN(number) || Double.isInfinite(number)
                ? ExactNumbers.fail(call, values, EvaluationSite::overflow)
                : ExactNumbers.fit(call, values, new BigDecimal(Double.toString(number)));
    }

    /** A decimal number, or null if the text is none. */
    private static @Nullable BigDecimal parse(String text) {
        String number = text.trim();
        return number.length() <= TextParser.MOST_BYTES
                        && NUMBER.matcher(number).matches()
                ? new BigDecimal(number)
                : null;
    }

    private static @Nullable Object toFloating(Call call, FloatingType type, Object value) {
        if (value instanceof Boolean truth) {
            return ExactNumbers.floating(type, truth ? 1 : 0);
        }
        if (!(value instanceof String text)) {
            // A long goes to 32 bits at once, a decimal by way of 64
            return type.bits() == 32 && value instanceof Long number
                    ? (Object) number.floatValue()
                    : ExactNumbers.floating(type, ExactNumbers.number(value));
        }
        String number = text.trim();
        if (number.length() > TextParser.MOST_BYTES) {
            return invalid(call, text);
        }
        Matcher special = NOT_FINITE.matcher(number);
        if (special.matches()) {
            double infinite = "-".equals(special.group(1)) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return ExactNumbers.floating(type, special.group(1) == null ? Double.NaN : infinite);
        }
        if (!NUMBER.matcher(number).matches()) {
            return invalid(call, text);
        }
        return type.bits() == 32 ? (Object) Float.parseFloat(number) : (Object) Double.parseDouble(number);
    }

    private static @Nullable Object toDate(Call call, Object value) {
        if (value instanceof Long micros) {
            return Math.toIntExact(LocalDateTimes.of(micros).toLocalDate().toEpochDay());
        }
        String text = (String) value;
        Matcher moment = MOMENT.matcher(text.trim());
        LocalDate date = moment.matches() && moment.group(4) == null ? date(moment) : null;
        boolean fits = date != null && date.toEpochDay() == (int) date.toEpochDay();
        return fits ? (Object) (int) date.toEpochDay() : invalid(call, text);
    }

    private static @Nullable LocalDate date(Matcher moment) {
        try {
            return LocalDate.of(
                    Integer.parseInt(moment.group(1)),
                    Integer.parseInt(moment.group(2)),
                    Integer.parseInt(moment.group(3)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Object toTimestamp(Call call, Object value) {
        if (value instanceof Long micros) {
            return micros;
        }
        if (value instanceof Integer days) {
            BigInteger micros = BigInteger.valueOf(days * 86_400L).multiply(MICROS_PER_SECOND);
            return micros.bitLength() < 64
                    ? (Object) micros.longValue()
                    : ExactNumbers.fail(call, new Object[] {value}, EvaluationSite::overflow);
        }
        String text = (String) value;
        Matcher moment = MOMENT.matcher(text.trim());
        BigInteger micros = moment.matches() ? micros(moment, ((TimestampType) call.type()).zoned()) : null;
        return micros != null && micros.bitLength() < 64 ? (Object) micros.longValue() : invalid(call, text);
    }

    private static @Nullable BigInteger micros(Matcher moment, boolean zoned) {
        LocalDate date = date(moment);
        if (date == null || moment.group(9) != null && !zoned) {
            return null;
        }
        try {
            LocalDateTime time = moment.group(4) == null
                    ? date.atStartOfDay()
                    : date.atTime(number(moment.group(5)), number(moment.group(6)), number(moment.group(7)));
            long seconds = time.toEpochSecond(ZoneOffset.UTC) - offsetSeconds(moment.group(9));
            String fraction = moment.group(8) == null ? "" : moment.group(8);
            long micros = Long.parseLong((fraction + "000000").substring(0, 6));
            return BigInteger.valueOf(seconds).multiply(MICROS_PER_SECOND).add(BigInteger.valueOf(micros));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int offsetSeconds(@Nullable String offset) {
        if (offset == null || offset.equals("Z")) {
            return 0;
        }
        String[] parts = offset.substring(1).split(":");
        int hours = Integer.parseInt(parts[0]);
        int minutes = Integer.parseInt(parts[1]);
        if (hours > 18 || minutes > 59) {
            throw new DateTimeException("Offset " + offset);
        }
        int seconds = (hours * 60 + minutes) * 60;
        return offset.startsWith("-") ? -seconds : seconds;
    }

    private static @Nullable Object toText(Call call, DataType from, Object value) {
        return switch (from) {
            case DateType ignored -> LocalDate.ofEpochDay((Integer) value).toString();
            case TimestampType ignored -> {
                LocalDateTime time = LocalDateTimes.of((Long) value);
                yield time.toLocalDate() + TIME.format(time);
            }
            case DecimalType ignored -> ((BigDecimal) value).toPlainString();
            case BinaryType ignored -> decode(call, (byte[]) value);
            default -> value.toString();
        };
    }

    private static @Nullable Object decode(Call call, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return invalid(call, bytes);
        }
    }
}
