package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Dates and timestamps plus and minus constant intervals, and the days between two dates. */
final class DateArithmetic {
    private static final BigDecimal MILLIS_PER_DAY = BigDecimal.valueOf(86_400_000L);
    private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1_000L);

    private DateArithmetic() {}

    static boolean isDateArithmetic(RexCall call) {
        return call.getOperands().stream().anyMatch(ExpressionTranslator::isInterval)
                || ExpressionTranslator.isInterval(call);
    }

    static Expression translate(RexCall call, ExpressionTranslator translator) {
        boolean intervalFirst =
                ExpressionTranslator.isInterval(call.getOperands().getFirst());
        RexNode interval = call.getOperands().get(intervalFirst ? 0 : 1);
        if (!(interval instanceof RexLiteral literal) || !ExpressionTranslator.isInterval(interval)) {
            throw new UnsupportedQueryException("arithmetic with an interval that is no constant");
        }
        Expression moment = translator.operand(call, intervalFirst ? 1 : 0);
        BigDecimal amount = literal.getValueAs(BigDecimal.class);
        BigDecimal signed = call.getKind() == SqlKind.MINUS ? amount.negate() : amount;
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName())) {
            return add("add_months", moment, signed);
        }
        return moment.type() instanceof DateType
                ? add("add_days", moment, days(signed))
                : Folding.call("add_microseconds", moment, micros(signed));
    }

    private static BigDecimal days(BigDecimal millis) {
        BigDecimal[] parts = millis.divideAndRemainder(MILLIS_PER_DAY);
        if (parts[1].signum() != 0) {
            throw new UnsupportedQueryException("an interval that is no whole number of days next to a date");
        }
        return parts[0];
    }

    private static Literal micros(BigDecimal millis) {
        return new Literal(
                DataType.INT64,
                within(Long.MAX_VALUE, millis.multiply(MICROS_PER_MILLI)).longValueExact());
    }

    private static Expression add(String function, Expression moment, BigDecimal amount) {
        long count = within(Integer.MAX_VALUE, amount).longValueExact();
        return moment instanceof Literal constant && constant.value() instanceof Integer days
                ? sum(function, LocalDate.ofEpochDay(days), count)
                : Folding.call(function, List.of(moment, new Literal(DataType.INT32, count)), null);
    }

    private static BigDecimal within(long limit, BigDecimal amount) {
        if (amount.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
            throw new CarbideException("This interval is too long");
        }
        return amount;
    }

    /** What cannot be right at any time is an error now. */
    private static Literal sum(String function, LocalDate date, long amount) {
        boolean months = function.equals("add_months");
        long sum = (months ? date.plusMonths(amount) : date.plusDays(amount)).toEpochDay();
        if (sum != (int) sum) {
            throw new CarbideException(date + " plus " + amount + (months ? " months" : " days") + " is beyond DATE");
        }
        return new Literal(DataType.DATE, (int) sum);
    }

    /** What TIMESTAMPDIFF divides by the milliseconds of its unit. */
    static Expression differenceInMillis(RexCall reinterpret, ExpressionTranslator translator) {
        if (!isDifferenceOfDates(reinterpret.getOperands().getFirst())) {
            throw new UnsupportedQueryException("a difference of timestamps");
        }
        RexCall difference = (RexCall) reinterpret.getOperands().getFirst();
        Expression days = Folding.call("date_diff_days", translator.operands(difference), DataType.INT64);
        return Folding.call("multiply", days, new Literal(DataType.INT64, MILLIS_PER_DAY.longValueExact()));
    }

    private static boolean isDifferenceOfDates(RexNode node) {
        return node instanceof RexCall call
                && call.getKind() == SqlKind.MINUS
                && SqlTypeName.DAY_INTERVAL_TYPES.contains(call.getType().getSqlTypeName())
                && call.getOperands().stream()
                        .allMatch(operand -> operand.getType().getSqlTypeName() == SqlTypeName.DATE);
    }
}
