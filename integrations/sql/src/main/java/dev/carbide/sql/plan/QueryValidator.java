package dev.carbide.sql.plan;

import dev.carbide.sql.catalog.SqlFunctions;
import dev.carbide.sql.type.CarbideTypeFactory;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Resolves names and types of one query. */
final class QueryValidator extends SqlValidatorImpl {
    QueryValidator(CalciteCatalogReader catalog, CarbideTypeFactory types, Config config) {
        super(SqlFunctions.TABLE, catalog, types, config);
    }

    /**
     * Whether columns grow from row to row only matters to streams, and finding out takes time exponential in the depth of
     * derived tables.
     */
    @Override
    protected SelectNamespace createSelectNamespace(SqlSelect select, SqlNode enclosing) {
        return new SelectNamespace(this, select, enclosing) {
            @Override
            public SqlMonotonicity getMonotonicity(String column) {
                return SqlMonotonicity.NOT_MONOTONIC;
            }
        };
    }
}
