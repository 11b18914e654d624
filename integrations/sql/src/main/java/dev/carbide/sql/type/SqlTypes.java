package dev.carbide.sql.type;

import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** The same types as SQL and as the engine have them. */
public final class SqlTypes {
    private SqlTypes() {}

    public static RelDataType rowType(Schema schema, RelDataTypeFactory factory) {
        var builder = factory.builder();
        for (Field field : schema.fields()) {
            builder.add(
                    field.name(), factory.createTypeWithNullability(toSql(field.type(), factory), field.nullable()));
        }
        return builder.build();
    }

    /** NOT NULL. */
    static RelDataType toSql(DataType type, RelDataTypeFactory factory) {
        return switch (type) {
            case BooleanType ignored -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case IntegerType integer ->
                factory.createSqlType(
                        switch (integer.bits()) {
                            case 8 -> SqlTypeName.TINYINT;
                            case 16 -> SqlTypeName.SMALLINT;
                            case 32 -> SqlTypeName.INTEGER;
                            default -> SqlTypeName.BIGINT;
                        });
            case FloatingType floating ->
                factory.createSqlType(floating.bits() == 32 ? SqlTypeName.REAL : SqlTypeName.DOUBLE);
            case DecimalType decimal ->
                factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
            case DateType ignored -> factory.createSqlType(SqlTypeName.DATE);
            case TimestampType timestamp ->
                factory.createSqlType(
                        timestamp.zoned() ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE : SqlTypeName.TIMESTAMP,
                        CarbideTypeSystem.TIMESTAMP_DIGITS);
            case StringType ignored -> factory.createSqlType(SqlTypeName.VARCHAR);
            case BinaryType ignored -> factory.createSqlType(SqlTypeName.VARBINARY);
        };
    }

    /** Empty for types that the engine has no values of (intervals, arrays, …). The type of a bare NULL is BOOLEAN. */
    public static Optional<DataType> fromSql(RelDataType type) {
        return Optional.ofNullable(
                switch (type.getSqlTypeName()) {
                    case BOOLEAN, NULL -> DataType.BOOLEAN;
                    case TINYINT -> DataType.INT8;
                    case SMALLINT -> DataType.INT16;
                    case INTEGER -> DataType.INT32;
                    case BIGINT -> DataType.INT64;
                    case REAL -> DataType.FLOAT32;
                    case FLOAT, DOUBLE -> DataType.FLOAT64;
                    case DECIMAL -> DataType.decimal(type.getPrecision(), type.getScale());
                    case DATE -> DataType.DATE;
                    case TIMESTAMP -> DataType.TIMESTAMP;
                    case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> DataType.TIMESTAMP_UTC;
                    case CHAR, VARCHAR -> DataType.STRING;
                    case BINARY, VARBINARY -> DataType.BINARY;
                    default -> null;
                });
    }
}
