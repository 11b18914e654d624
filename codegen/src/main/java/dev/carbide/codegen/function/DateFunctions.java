package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.Range;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.runtime.EvaluationSite;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Functions of DATE and TIMESTAMP, in the proleptic Gregorian calendar and in UTC. */
final class DateFunctions {
    static final List<ScalarFunction> PARTS =
            Stream.of(DatePart.values()).map(DateFunctions::part).toList();

    static final ScalarFunction ADD_DAYS = addition("add_days", LocalDateTime::plusDays);
    static final ScalarFunction ADD_MONTHS = addition("add_months", LocalDateTime::plusMonths);
    static final ScalarFunction ADD_YEARS = addition("add_years", (time, years) -> time.plusMonths(12 * years));

    static final ScalarFunction ADD_MICROSECONDS = function("add_microseconds")
            .types((arguments, requested) -> {
                arguments.requireCount(2).require(0, arguments.type(0) instanceof TimestampType, "a timestamp");
                arguments.require(1, arguments.type(1) instanceof IntegerType, "an integer");
                return arguments.result(requested, arguments.type(0));
            })
            .fails(FailureKind.POSSIBLE)
            .strict(
                    (call, values) -> timestamp(
                            call, values, BigInteger.valueOf((Long) values[0]).add(BigInteger.valueOf((Long)
                                    values[1]))),
                    DateCode::addMicroseconds);

    /** Days from the second argument to the first; of timestamps, between their dates. */
    static final ScalarFunction DATE_DIFF_DAYS = function("date_diff_days")
            .types(DateFunctions::differenceType)
            .fails((arguments, type) -> type.equals(DataType.INT64) ? FailureKind.NEVER : FailureKind.WRAPS_IN_LEGACY)
            .strict(DateFunctions::difference, DateCode::difference);

    /** A literal unit and a moment: the beginning of the year, quarter, month, week, day, hour, minute or second. */
    static final ScalarFunction DATE_TRUNC = function("date_trunc")
            .types(DateFunctions::truncationType)
            .fails(FailureKind.POSSIBLE)
            .strict(DateFunctions::truncate, DateCode::truncate);

    static final List<ScalarFunction> ALL;

    static {
        List<ScalarFunction> all = new ArrayList<>(PARTS);
        all.addAll(List.of(ADD_DAYS, ADD_MONTHS, ADD_YEARS, ADD_MICROSECONDS, DATE_DIFF_DAYS, DATE_TRUNC));
        ALL = List.copyOf(all);
    }

    private DateFunctions() {}

    private static ScalarFunction part(DatePart part) {
        return function(part.functionName())
                .display((arguments, type) -> "EXTRACT(" + part + " FROM " + arguments.get(0) + ")")
                .types((arguments, requested) -> {
                    requireMoment(arguments.requireCount(1), 0);
                    arguments.require(0, !part.ofTime() || arguments.type(0) instanceof TimestampType, "a timestamp");
                    return ArithmeticTypes.countType(arguments, requested);
                })
                .range((call, arguments) -> Range.of(part.bounds()))
                .strict(
                        (call, values) -> part.interpret(time(values[0])),
                        (call, out) -> DateCode.part(part, call, out));
    }

    private static ScalarFunction addition(String name, BiFunction<LocalDateTime, Long, LocalDateTime> addition) {
        return function(name)
                .types((arguments, requested) -> {
                    requireMoment(arguments.requireCount(2), 0);
                    boolean narrow = arguments.type(1) instanceof IntegerType integer && integer.bits() <= 32;
                    arguments.require(1, narrow, "an integer of at most 32 bits");
                    return arguments.result(requested, arguments.type(0));
                })
                .fails(FailureKind.POSSIBLE)
                .strict(
                        (call, values) -> interpretAddition(addition, call, values),
                        (call, out) -> DateCode.add(name, call, out));
    }

    private static @Nullable Object interpretAddition(
            BiFunction<LocalDateTime, Long, LocalDateTime> addition, Call call, Object[] values) {
        try {
            return moment(call, values, addition.apply(time(values[0]), (Long) values[1]));
        } catch (DateTimeException beyondThoseOfJava) {
            return ExactNumbers.fail(call, values, EvaluationSite::overflow);
        }
    }

    private static void requireMoment(TypeCheck arguments, int index) {
        DataType type = arguments.type(index);
        arguments.require(index, type instanceof DateType || type instanceof TimestampType, "a DATE or timestamp");
    }

    private static LocalDateTime time(Object value) {
        return value instanceof Integer days
                ? LocalDate.ofEpochDay(days).atStartOfDay()
                : LocalDateTimes.of((Long) value);
    }

    /** The moment as a value of the type of the call, or a failure. */
    private static @Nullable Object moment(Call call, Object[] values, LocalDateTime time) {
        if (call.type() instanceof TimestampType) {
            return timestamp(call, values, LocalDateTimes.micros(time));
        }
        long days = time.toLocalDate().toEpochDay();
        return days == (int) days ? (Object) (int) days : ExactNumbers.fail(call, values, EvaluationSite::overflow);
    }

    private static @Nullable Object timestamp(Call call, Object[] values, BigInteger micros) {
        return micros.bitLength() < Long.SIZE
                ? (Object) micros.longValue()
                : ExactNumbers.fail(call, values, EvaluationSite::overflow);
    }

    private static DataType differenceType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2);
        requireMoment(arguments, 0);
        requireMoment(arguments, 1);
        return requested == null ? DataType.INT64 : ArithmeticTypes.countType(arguments, requested);
    }

    private static @Nullable Object difference(Call call, Object[] values) {
        long days = time(values[0]).toLocalDate().toEpochDay()
                - time(values[1]).toLocalDate().toEpochDay();
        return ExactNumbers.fit(call, values, BigDecimal.valueOf(days));
    }

    private static DataType truncationType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2).requireString(0);
        requireMoment(arguments, 1);
        String name = (String) arguments.requireLiteral(0);
        if (Stream.of(DateUnit.values()).noneMatch(unit -> unit.name().equalsIgnoreCase(name))) {
            throw new CarbideException("Function date_trunc: argument 1 must be one of " + List.of(DateUnit.values())
                    + ", got '" + name + "'");
        }
        return arguments.result(requested, arguments.type(1));
    }

    static DateUnit unit(Object name) {
        return DateUnit.valueOf(((String) name).toUpperCase(Locale.ROOT));
    }

    private static @Nullable Object truncate(Call call, Object[] values) {
        return moment(call, values, unit(values[0]).truncate(time(values[1])));
    }
}
