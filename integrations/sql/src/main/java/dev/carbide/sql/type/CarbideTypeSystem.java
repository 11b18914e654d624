package dev.carbide.sql.type;

import dev.carbide.offheap.type.DecimalType;
import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Result types. Decimals have up to 38 digits and follow Spark: when exact arithmetic needs more digits than that, those
 * behind the point give way, but not below 6. SUM adds 10 digits, AVG 4 before and 4 behind the point; SUM of integers is
 * BIGINT, AVG of integers DOUBLE.
 */
public final class CarbideTypeSystem extends RelDataTypeSystemImpl {
    public static final CarbideTypeSystem INSTANCE = new CarbideTypeSystem();

    private static final int MAX_DIGITS = DecimalType.MAX_PRECISION;
    /** Digits behind the point that arithmetic keeps when it runs out of digits. */
    private static final int MIN_KEPT_SCALE = 6;
    /** Microseconds. */
    static final int TIMESTAMP_DIGITS = 6;

    private CarbideTypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> MAX_DIGITS;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TIMESTAMP_DIGITS;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? MAX_DIGITS : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> 10;
            case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TIMESTAMP_DIGITS;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        return switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                like(argument, factory, factory.createSqlType(SqlTypeName.BIGINT));
            case REAL, FLOAT, DOUBLE -> like(argument, factory, factory.createSqlType(SqlTypeName.DOUBLE));
            case DECIMAL ->
                like(argument, factory, bounded(factory, argument.getPrecision() + 10, argument.getScale()));
            default -> argument;
        };
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        return switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, FLOAT, DOUBLE ->
                like(argument, factory, factory.createSqlType(SqlTypeName.DOUBLE));
            case DECIMAL ->
                like(argument, factory, bounded(factory, argument.getPrecision() + 4, argument.getScale() + 4));
            default -> argument;
        };
    }

    @Override
    public @Nullable RelDataType deriveDecimalPlusType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        int scale = Math.max(left.getScale(), right.getScale());
        int whole = Math.max(left.getPrecision() - left.getScale(), right.getPrecision() - right.getScale());
        return adjusted(factory, whole + scale + 1, scale);
    }

    @Override
    public @Nullable RelDataType deriveDecimalMultiplyType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        return adjusted(factory, left.getPrecision() + right.getPrecision() + 1, left.getScale() + right.getScale());
    }

    @Override
    public @Nullable RelDataType deriveDecimalDivideType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        int whole = left.getPrecision() - left.getScale() + right.getScale();
        int scale = Math.max(MIN_KEPT_SCALE, left.getScale() + right.getPrecision() + 1);
        return adjusted(factory, whole + scale, scale);
    }

    @Override
    public @Nullable RelDataType deriveDecimalModType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        int scale = Math.max(left.getScale(), right.getScale());
        int whole = Math.min(left.getPrecision() - left.getScale(), right.getPrecision() - right.getScale());
        return adjusted(factory, Math.max(1, whole + scale), scale);
    }

    private static boolean isDecimalArithmetic(RelDataType left, RelDataType right) {
        return SqlTypeUtil.isExactNumeric(left)
                && SqlTypeUtil.isExactNumeric(right)
                && (SqlTypeUtil.isDecimal(left) || SqlTypeUtil.isDecimal(right));
    }

    /** Digits behind the point give way to those before it, as far as {@link #MIN_KEPT_SCALE}. */
    private static RelDataType adjusted(RelDataTypeFactory factory, int precision, int scale) {
        if (precision <= MAX_DIGITS) {
            return factory.createSqlType(SqlTypeName.DECIMAL, precision, scale);
        }
        int room = MAX_DIGITS - (precision - scale);
        return factory.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, Math.max(room, Math.min(scale, MIN_KEPT_SCALE)));
    }

    /** Cut off at 38 digits, as aggregates do. */
    private static RelDataType bounded(RelDataTypeFactory factory, int precision, int scale) {
        return factory.createSqlType(SqlTypeName.DECIMAL, Math.min(precision, MAX_DIGITS), Math.min(scale, MAX_DIGITS));
    }

    private static RelDataType like(RelDataType argument, RelDataTypeFactory factory, RelDataType result) {
        return factory.createTypeWithNullability(result, argument.isNullable());
    }
}
