package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Literal;
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
import java.math.RoundingMode;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;

/** Constants as the validator has them, in the engine's types. */
final class LiteralTranslator {
    private static final long NANOS_PER_MICRO = 1_000;

    private LiteralTranslator() {}

    static Literal translate(RexLiteral literal) {
        DataType type = ExpressionTranslator.type(literal);
        Comparable<?> value = literal.getValueAs(Comparable.class);
        return value == null ? new Literal(type, null) : translate(value, literal.getType());
    }

    static Literal translate(Comparable<?> value, RelDataType sqlType) {
        DataType type = ExpressionTranslator.type(sqlType);
        Object boxed = switch (type) {
            case BooleanType ignored -> value;
            case IntegerType ignored -> ((BigDecimal) value).longValueExact();
            case FloatingType floating when floating.bits() == 32 -> ((Number) value).floatValue();
            case FloatingType ignored -> ((Number) value).doubleValue();
            case DecimalType decimal -> ((BigDecimal) value).setScale(decimal.scale(), RoundingMode.HALF_UP);
            case DateType ignored -> ((DateString) value).getDaysSinceEpoch();
            case TimestampType ignored -> micros((TimestampString) value);
            case StringType ignored -> ((NlsString) value).getValue();
            case BinaryType ignored -> ((ByteString) value).getBytes();
        };
        return new Literal(type, boxed);
    }

    private static long micros(TimestampString timestamp) {
        String text = timestamp.toString();
        int point = text.indexOf('.');
        long micros = 0;
        if (point >= 0) {
            String digits = (text.substring(point + 1) + "000000000").substring(0, 9);
            micros = Long.parseLong(digits) / NANOS_PER_MICRO % 1_000_000;
        }
        long seconds = Math.floorDiv(timestamp.getMillisSinceEpoch(), 1_000L);
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), micros);
    }
}
