package dev.carbide.sql.parse;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** What is lenient in our SQL: aliases in GROUP BY, ORDER BY, HAVING and further right in SELECT, ordinals, {@code !=}, {@code %}. */
public final class Conformance extends SqlDelegatingConformance {
    public static final SqlConformance INSTANCE = new Conformance();

    private Conformance() {
        super(SqlConformanceEnum.BABEL);
    }

    @Override
    public SelectAliasLookup isSelectAlias() {
        return SelectAliasLookup.LEFT_TO_RIGHT;
    }

    @Override
    public boolean isNonStrictGroupBy() {
        return false;
    }

    /** Overflow is checked by every function of the engine, not by operators of their own. */
    @Override
    public boolean checkedArithmetic() {
        return false;
    }
}
