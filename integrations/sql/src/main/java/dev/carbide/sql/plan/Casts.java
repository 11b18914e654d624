package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.function.FunctionRegistry;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.IntegerType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** CAST, and TRY_CAST, which gives NULL where CAST fails. VARCHAR(n) cuts off what is longer. */
final class Casts {
    private Casts() {}

    static Expression translate(RexCall cast, ExpressionTranslator translator) {
        Expression value = translator.operand(cast, 0);
        DataType type = ExpressionTranslator.type(cast);
        Expression converted;
        if (value instanceof Literal literal && literal.value() == null || cast.getKind() == SqlKind.CAST) {
            converted = ExpressionTranslator.convert(value, type);
        } else {
            converted = FunctionRegistry.standard().call("cast", List.of(value), type, EvalMode.TRY);
        }
        return cuts(cast)
                ? Folding.call(
                        "substring", converted, length(1), length(cast.getType().getPrecision()))
                : converted;
    }

    /** What is below casts between exact numbers that keep every value: it compares in the same way. */
    static Expression withoutWidening(Expression expression) {
        return expression instanceof Call call
                        && Scalars.isCall(call, "cast")
                        && keepsValues(call.argument(0).type(), call.type())
                ? withoutWidening(call.argument(0))
                : expression;
    }

    private static boolean keepsValues(DataType from, DataType to) {
        return switch (from) {
            case IntegerType integer when to instanceof IntegerType wider -> wider.bits() >= integer.bits();
            case IntegerType integer
            when to instanceof DecimalType decimal ->
                decimal.precision() - decimal.scale()
                        >= Long.toString(integer.maxValue()).length();
            case DecimalType decimal
            when to instanceof DecimalType wider ->
                wider.scale() >= decimal.scale()
                        && wider.precision() - wider.scale() >= decimal.precision() - decimal.scale();
            default -> false;
        };
    }

    private static boolean cuts(RexCall cast) {
        RelDataType to = cast.getType();
        RelDataType from = cast.getOperands().get(0).getType();
        return to.getSqlTypeName() == SqlTypeName.VARCHAR
                && to.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
                && (from.getSqlTypeName() != SqlTypeName.VARCHAR
                        || from.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
                        || from.getPrecision() > to.getPrecision());
    }

    private static Expression length(int characters) {
        return new Literal(DataType.INT32, (long) characters);
    }
}
