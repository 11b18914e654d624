package dev.carbide.sql.type;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.BasicSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The type of an integer constant: INTEGER or BIGINT, but next to decimals it has only as many digits as are written, as in
 * Spark: a DECIMAL(15,2) times 2 is a DECIMAL(17,2). Never NULL; the nullable form and what it has in common with other
 * types is the plain type.
 */
public final class ConstantIntegerType extends BasicSqlType {
    private static final long serialVersionUID = 1L;

    private final int digits;

    private ConstantIntegerType(SqlTypeName type, int digits) {
        this.digits = digits;
        super(CarbideTypeSystem.INSTANCE, type);
    }

    /** Of a number of so many digits that fits a BIGINT. */
    public static RelDataType of(long value, int digits) {
        return new ConstantIntegerType(value == (int) value ? SqlTypeName.INTEGER : SqlTypeName.BIGINT, digits);
    }

    @Override
    public int getPrecision() {
        return digits;
    }

    /** Types are shared by what they are called, so that it must not be called like the plain type. */
    @Override
    protected void generateTypeString(StringBuilder text, boolean withDetail) {
        text.append(getSqlTypeName());
        if (withDetail) {
            text.append(" of ").append(digits).append(" digits");
        }
    }

    /** What a result that has it for want of a wider type really is: the plain type. */
    static RelDataType plain(RelDataType type, RelDataTypeFactory factory) {
        return type instanceof ConstantIntegerType ? factory.createSqlType(type.getSqlTypeName()) : type;
    }
}
