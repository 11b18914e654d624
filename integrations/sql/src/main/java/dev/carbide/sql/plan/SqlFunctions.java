package dev.carbide.sql.plan;

import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;

/** The functions that SQL text can name: the standard's, and some that everybody expects. */
final class SqlFunctions {
    static final SqlOperatorTable TABLE = SqlOperatorTables.chain(
            SqlStdOperatorTable.instance(),
            SqlOperatorTables.of(
                    SqlLibraryOperators.LENGTH,
                    SqlLibraryOperators.SUBSTR_POSTGRESQL,
                    SqlLibraryOperators.LTRIM,
                    SqlLibraryOperators.RTRIM,
                    SqlLibraryOperators.CONCAT_FUNCTION,
                    SqlLibraryOperators.INFIX_CAST,
                    SqlLibraryOperators.TRY_CAST,
                    SqlLibraryOperators.GREATEST,
                    SqlLibraryOperators.LEAST,
                    SqlLibraryOperators.NVL));

    private SqlFunctions() {}
}
