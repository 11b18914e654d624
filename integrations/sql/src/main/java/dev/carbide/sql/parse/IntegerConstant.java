package dev.carbide.sql.parse;

import dev.carbide.sql.type.ConstantIntegerType;
import java.math.BigDecimal;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/** An integer literal that fits a BIGINT, with a type that knows its digits. */
final class IntegerConstant extends SqlNumericLiteral {
    private final long integer;

    IntegerConstant(BigDecimal value, SqlParserPos position) {
        super(value, value.precision(), 0, true, position);
        this.integer = value.longValueExact();
    }

    static boolean fits(BigDecimal value) {
        return value.unscaledValue().bitLength() < Long.SIZE;
    }

    @Override
    public SqlNumericLiteral clone(SqlParserPos position) {
        return new IntegerConstant(BigDecimal.valueOf(integer), position);
    }

    @Override
    public RelDataType createSqlType(RelDataTypeFactory factory) {
        return ConstantIntegerType.of(integer, bigDecimalValue().precision());
    }
}
