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

/** Dates plus and minus constant intervals of whole days, months or years. */
final class DateArithmetic {
    private static final BigDecimal MILLIS_PER_DAY = BigDecimal.valueOf(86_400_000L);

    private DateArithmetic() {}

    static boolean isDateArithmetic(RexCall call) {
        return call.getOperands().stream().anyMatch(ExpressionTranslator::isInterval)
                || ExpressionTranslator.isInterval(call);
    }

    static Expression translate(RexCall call, ExpressionTranslator translator) {
        boolean intervalFirst =
                ExpressionTranslator.isInterval(call.getOperands().get(0));
        RexNode interval = call.getOperands().get(intervalFirst ? 0 : 1);
        Expression date = translator.operand(call, intervalFirst ? 1 : 0);
        if (!(interval instanceof RexLiteral literal)
                || !ExpressionTranslator.isInterval(interval)
                || !(date.type() instanceof DateType)) {
            throw new UnsupportedQueryException("arithmetic with an interval other than a date and a constant");
        }
        BigDecimal amount = literal.getValueAs(BigDecimal.class);
        BigDecimal signed = call.getKind() == SqlKind.MINUS ? amount.negate() : amount;
        return isMonths(literal) ? add("add_months", date, signed) : add("add_days", date, days(signed));
    }

    private static Literal sum(String function, LocalDate date, long amount) {
        boolean months = function.equals("add_months");
        long sum = (months ? date.plusMonths(amount) : date.plusDays(amount)).toEpochDay();
        if (sum != (int) sum) {
            throw new CarbideException(date + " plus " + amount + (months ? " months" : " days") + " is beyond DATE");
        }
        return new Literal(DataType.DATE, (int) sum);
    }

    /** {@code (date - date) DAY}, as TIMESTAMPDIFF becomes. */
    static boolean isDifferenceInDays(RexNode node) {
        return node instanceof RexCall call
                && call.getKind() == SqlKind.MINUS
                && call.getType().getSqlTypeName() == SqlTypeName.INTERVAL_DAY
                && call.getOperands().stream()
                        .allMatch(operand -> operand.getType().getSqlTypeName() == SqlTypeName.DATE);
    }

    static Expression differenceInDays(RexCall call, ExpressionTranslator translator) {
        return Folding.call("date_diff_days", translator.operands(call), null);
    }

    private static boolean isMonths(RexLiteral interval) {
        return SqlTypeName.YEAR_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName());
    }

    private static BigDecimal days(BigDecimal millis) {
        BigDecimal[] parts = millis.divideAndRemainder(MILLIS_PER_DAY);
        if (parts[1].signum() != 0) {
            throw new UnsupportedQueryException("an interval that is no whole number of days next to a date");
        }
        return parts[0];
    }

    private static Expression add(String function, Expression date, BigDecimal amount) {
        if (amount.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new UnsupportedQueryException("an interval this long");
        }
        Literal count = new Literal(DataType.INT32, amount.longValueExact());
        return date instanceof Literal constant && constant.value() instanceof Integer days
                ? sum(function, LocalDate.ofEpochDay(days), amount.longValueExact())
                : Folding.call(function, List.of(date, count), null);
    }
}
