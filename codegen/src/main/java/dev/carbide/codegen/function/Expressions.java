package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions for those who build plans in Java: checked calls in ANSI mode with the usual result types. Front-ends that
 * decide on types or modes use {@link FunctionRegistry#call(String, List, DataType, EvalMode)}.
 *
 * <p>All methods throw {@link CarbideException} for arguments that the function does not take.
 */
public final class Expressions {
    private Expressions() {}

    public static Expression column(Schema schema, int column) {
        return ColumnReference.of(schema, column);
    }

    /** The first column of that name. */
    public static Expression column(Schema schema, String name) {
        int index = schema.indexOf(name);
        if (index < 0) {
            throw new CarbideException("There is no column " + name + " in " + schema);
        }
        return ColumnReference.of(schema, index);
    }

    public static Expression literal(boolean value) {
        return new Literal(DataType.BOOLEAN, value);
    }

    public static Expression literal(int value) {
        return new Literal(DataType.INT32, (long) value);
    }

    public static Expression literal(long value) {
        return new Literal(DataType.INT64, value);
    }

    public static Expression literal(float value) {
        return new Literal(DataType.FLOAT32, value);
    }

    public static Expression literal(double value) {
        return new Literal(DataType.FLOAT64, value);
    }

    public static Expression literal(String value) {
        return new Literal(DataType.STRING, value);
    }

    public static Expression literal(byte[] value) {
        return new Literal(DataType.BINARY, value.clone());
    }

    /** A DECIMAL of the digits and scale that the number has. */
    public static Expression literal(BigDecimal value) {
        BigDecimal scaled = value.scale() < 0 ? value.setScale(0) : value;
        return new Literal(DataType.decimal(Math.max(scaled.precision(), scaled.scale()), scaled.scale()), scaled);
    }

    /** A DECIMAL from its text, {@code decimal("0.05")}. */
    public static Expression decimal(String text) {
        return literal(new BigDecimal(text));
    }

    public static Expression literal(LocalDate value) {
        return new Literal(DataType.DATE, Math.toIntExact(value.toEpochDay()));
    }

    /** A DATE from its text, {@code date("1998-12-01")}. */
    public static Expression date(String text) {
        return literal(LocalDate.parse(text));
    }

    /** A TIMESTAMP without zone; what is finer than a microsecond is cut off. */
    public static Expression literal(LocalDateTime value) {
        return new Literal(DataType.TIMESTAMP, ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), value));
    }

    /** A literal of any type, boxed as {@link Literal} says; null for NULL. */
    public static Expression literal(DataType type, @Nullable Object value) {
        return new Literal(type, value);
    }

    public static Expression nullOf(DataType type) {
        return new Literal(type, null);
    }

    public static Expression add(Expression left, Expression right) {
        return call(ArithmeticFunctions.ADD, left, right);
    }

    public static Expression subtract(Expression left, Expression right) {
        return call(ArithmeticFunctions.SUBTRACT, left, right);
    }

    public static Expression multiply(Expression left, Expression right) {
        return call(ArithmeticFunctions.MULTIPLY, left, right);
    }

    /** Integers divide to the integer nearer to zero; decimals round HALF_UP. */
    public static Expression divide(Expression left, Expression right) {
        return call(ArithmeticFunctions.DIVIDE, left, right);
    }

    public static Expression modulo(Expression left, Expression right) {
        return call(ArithmeticFunctions.MODULO, left, right);
    }

    public static Expression negate(Expression argument) {
        return call(ArithmeticFunctions.NEGATE, argument);
    }

    public static Expression abs(Expression argument) {
        return call(ArithmeticFunctions.ABS, argument);
    }

    public static Expression equal(Expression left, Expression right) {
        return compare(Comparison.EQUAL, left, right);
    }

    public static Expression notEqual(Expression left, Expression right) {
        return compare(Comparison.NOT_EQUAL, left, right);
    }

    public static Expression less(Expression left, Expression right) {
        return compare(Comparison.LESS, left, right);
    }

    public static Expression lessOrEqual(Expression left, Expression right) {
        return compare(Comparison.LESS_OR_EQUAL, left, right);
    }

    public static Expression greater(Expression left, Expression right) {
        return compare(Comparison.GREATER, left, right);
    }

    public static Expression greaterOrEqual(Expression left, Expression right) {
        return compare(Comparison.GREATER_OR_EQUAL, left, right);
    }

    /** Whether they differ, NULL being a value like any other; never NULL. */
    public static Expression isDistinctFrom(Expression left, Expression right) {
        return call(ComparisonFunctions.IS_DISTINCT_FROM, left, right);
    }

    /** {@code low <= argument AND argument <= high}. */
    public static Expression between(Expression argument, Expression low, Expression high) {
        return and(greaterOrEqual(argument, low), lessOrEqual(argument, high));
    }

    /** True for no arguments; the argument itself for one. */
    public static Expression and(Expression... arguments) {
        return junction(LogicFunctions.AND, true, arguments);
    }

    /** False for no arguments; the argument itself for one. */
    public static Expression or(Expression... arguments) {
        return junction(LogicFunctions.OR, false, arguments);
    }

    public static Expression not(Expression argument) {
        return call(LogicFunctions.NOT, argument);
    }

    public static Expression isNull(Expression argument) {
        return call(LogicFunctions.IS_NULL, argument);
    }

    public static Expression isNotNull(Expression argument) {
        return call(LogicFunctions.IS_NOT_NULL, argument);
    }

    /** Starts a CASE: {@code caseWhen(condition, value).when(…).otherwise(value)}. All values need the same type. */
    public static CaseBuilder caseWhen(Expression condition, Expression value) {
        return new CaseBuilder().when(condition, value);
    }

    /** A CASE under construction. */
    public static final class CaseBuilder {
        private final List<Expression> arguments = new ArrayList<>();

        private CaseBuilder() {}

        public CaseBuilder when(Expression condition, Expression value) {
            arguments.add(condition);
            arguments.add(value);
            return this;
        }

        public Expression otherwise(Expression value) {
            arguments.add(value);
            return Call.of(ConditionalFunctions.CASE, arguments, null, EvalMode.ANSI);
        }

        /** NULL where no condition holds. */
        public Expression otherwiseNull() {
            return otherwise(nullOf(arguments.get(1).type()));
        }
    }

    /** The first argument that is not NULL. */
    public static Expression coalesce(Expression... arguments) {
        return call(ConditionalFunctions.COALESCE, arguments);
    }

    /** NULL where both are equal, else the first. */
    public static Expression nullIf(Expression argument, Expression other) {
        return call(ConditionalFunctions.NULL_IF, argument, other);
    }

    public static Expression cast(Expression argument, DataType type) {
        return Call.of(CastFunctions.CAST, List.of(argument), type, EvalMode.ANSI);
    }

    /** NULL where the value cannot be cast. */
    public static Expression tryCast(Expression argument, DataType type) {
        return Call.of(CastFunctions.CAST, List.of(argument), type, EvalMode.TRY);
    }

    public static Expression upper(Expression text) {
        return call(TextFunctions.UPPER, text);
    }

    public static Expression lower(Expression text) {
        return call(TextFunctions.LOWER, text);
    }

    /** Characters of text, bytes of BINARY. */
    public static Expression length(Expression text) {
        return call(TextFunctions.LENGTH, text);
    }

    /** NULL if an argument is. */
    public static Expression concat(Expression... texts) {
        return call(TextFunctions.CONCAT, texts);
    }

    /** From the character {@code start}, counted from 1, or from the end if it is negative. */
    public static Expression substring(Expression text, Expression start) {
        return call(TextFunctions.SUBSTRING, text, start);
    }

    /** At most {@code length} characters from the character {@code start}, counted from 1, or from the end if it is negative. */
    public static Expression substring(Expression text, Expression start, Expression length) {
        return call(TextFunctions.SUBSTRING, text, start, length);
    }

    /** Without blanks at both ends. */
    public static Expression trim(Expression text) {
        return call(TextFunctions.TRIM, text);
    }

    /** Without blanks at the beginning. */
    public static Expression ltrim(Expression text) {
        return call(TextFunctions.LTRIM, text);
    }

    /** Without blanks at the end. */
    public static Expression rtrim(Expression text) {
        return call(TextFunctions.RTRIM, text);
    }

    public static Expression startsWith(Expression text, Expression part) {
        return call(TextFunctions.STARTS_WITH, text, part);
    }

    public static Expression endsWith(Expression text, Expression part) {
        return call(TextFunctions.ENDS_WITH, text, part);
    }

    public static Expression contains(Expression text, Expression part) {
        return call(TextFunctions.CONTAINS, text, part);
    }

    /** The position of {@code part} in {@code text}, counted from 1; 0 if it is not there. */
    public static Expression position(Expression part, Expression text) {
        return call(TextFunctions.POSITION, part, text);
    }

    /** Whether the argument equals one of the literals. */
    public static Expression in(Expression argument, List<Expression> literals) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(argument);
        arguments.addAll(literals);
        return Call.of(MembershipFunctions.IN, arguments, null, EvalMode.ANSI);
    }

    /** Whether the argument equals one of the literals. */
    public static Expression in(Expression argument, Expression... literals) {
        return in(argument, List.of(literals));
    }

    /** {@code %} stands for any characters, {@code _} for one. */
    public static Expression like(Expression text, String pattern) {
        return call(PatternFunctions.LIKE, text, literal(pattern));
    }

    /** {@code %} stands for any characters, {@code _} for one, and any character behind {@code escape} for itself. */
    public static Expression like(Expression text, String pattern, char escape) {
        return call(PatternFunctions.LIKE, text, literal(pattern), literal(String.valueOf(escape)));
    }

    public static Expression extract(DatePart part, Expression moment) {
        return call(DateFunctions.PARTS.get(part.ordinal()), moment);
    }

    /** A date or timestamp and an integer. */
    public static Expression addDays(Expression moment, Expression days) {
        return call(DateFunctions.ADD_DAYS, moment, days);
    }

    /** The same day of the month so many months on, or the last day of that month. */
    public static Expression addMonths(Expression moment, Expression months) {
        return call(DateFunctions.ADD_MONTHS, moment, months);
    }

    public static Expression addYears(Expression moment, Expression years) {
        return call(DateFunctions.ADD_YEARS, moment, years);
    }

    public static Expression addMicroseconds(Expression timestamp, Expression microseconds) {
        return call(DateFunctions.ADD_MICROSECONDS, timestamp, microseconds);
    }

    /** Days from {@code start} to {@code end}, an INT64. */
    public static Expression dateDiffDays(Expression end, Expression start) {
        return call(DateFunctions.DATE_DIFF_DAYS, end, start);
    }

    /** The beginning of the year, quarter, month, week (Monday), day, hour, minute or second. */
    public static Expression dateTrunc(String unit, Expression moment) {
        return call(DateFunctions.DATE_TRUNC, literal(unit), moment);
    }

    /** To an integer, half away from zero. */
    public static Expression round(Expression number) {
        return call(RoundingFunctions.ROUND, number);
    }

    /** To so many digits behind the point, half away from zero; negative for places before it. */
    public static Expression round(Expression number, int digits) {
        return call(RoundingFunctions.ROUND, number, literal(digits));
    }

    public static Expression floor(Expression number) {
        return call(RoundingFunctions.FLOOR, number);
    }

    public static Expression ceil(Expression number) {
        return call(RoundingFunctions.CEIL, number);
    }

    private static Expression compare(Comparison comparison, Expression left, Expression right) {
        return call(ComparisonFunctions.ALL.get(comparison.ordinal()), left, right);
    }

    /** AND of AND is one AND. */
    private static Expression junction(ScalarFunction function, boolean neutral, Expression... arguments) {
        List<Expression> flat = new ArrayList<>();
        for (Expression argument : arguments) {
            if (argument instanceof Call call && call.function() == function) {
                flat.addAll(call.arguments());
            } else {
                flat.add(argument);
            }
        }
        return switch (flat.size()) {
            case 0 -> literal(neutral);
            case 1 -> flat.getFirst();
            default -> Call.of(function, flat, null, EvalMode.ANSI);
        };
    }

    static Expression call(ScalarFunction function, Expression... arguments) {
        return Call.of(function, List.of(arguments), null, EvalMode.ANSI);
    }
}
