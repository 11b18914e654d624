package dev.carbide.sql.type;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Makes SQL types. Text is UTF-8 and always of varying length: CHAR(n) is VARCHAR(n), so that nothing is padded with
 * blanks and literals of different length have a common type.
 */
public final class CarbideTypeFactory extends SqlTypeFactoryImpl {
    public CarbideTypeFactory() {
        super(CarbideTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public RelDataType createSqlType(SqlTypeName type) {
        return super.createSqlType(varying(type));
    }

    @Override
    public RelDataType createSqlType(SqlTypeName type, int precision) {
        return super.createSqlType(varying(type), precision);
    }

    @Override
    public @Nullable RelDataType leastRestrictive(List<RelDataType> types) {
        return super.leastRestrictive(plain(types));
    }

    @Override
    public @Nullable RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
        return super.leastRestrictive(plain(types), rule);
    }

    private List<RelDataType> plain(List<RelDataType> types) {
        return types.stream().map(type -> ConstantIntegerType.plain(type, this)).toList();
    }

    private static SqlTypeName varying(SqlTypeName type) {
        return switch (type) {
            case CHAR -> SqlTypeName.VARCHAR;
            case BINARY -> SqlTypeName.VARBINARY;
            case FLOAT -> SqlTypeName.DOUBLE;
            default -> type;
        };
    }
}
