package dev.carbide.sql.catalog;

import static org.apache.calcite.sql.type.OperandTypes.family;

import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.util.SqlOperatorTables;

/** The functions that SQL text can name: the standard's, and some that everybody expects. */
public final class SqlFunctions {
    private static final SqlOperandTypeChecker TWO_TEXTS = family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER);

    /** A literal unit and a moment. The parser takes the name for another function, of other arguments. */
    public static final SqlOperator DATE_TRUNC =
            function("DATE_TRUNC", ReturnTypes.ARG1_NULLABLE, family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME));

    public static final SqlOperatorTable TABLE = SqlOperatorTables.chain(
            SqlStdOperatorTable.instance(),
            SqlOperatorTables.of(
                    SqlLibraryOperators.ILIKE,
                    SqlLibraryOperators.NOT_ILIKE,
                    SqlLibraryOperators.LENGTH,
                    SqlLibraryOperators.LTRIM,
                    SqlLibraryOperators.RTRIM,
                    SqlLibraryOperators.CONCAT_FUNCTION,
                    SqlLibraryOperators.INFIX_CAST,
                    SqlLibraryOperators.TRY_CAST,
                    SqlLibraryOperators.GREATEST,
                    SqlLibraryOperators.LEAST,
                    SqlLibraryOperators.NVL,
                    SqlLibraryOperators.IFNULL,
                    function(
                            "SUBSTR",
                            ReturnTypes.VARCHAR_NULLABLE,
                            OperandTypes.or(
                                    family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER),
                                    family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER))),
                    function("STARTS_WITH", ReturnTypes.BOOLEAN_NULLABLE, TWO_TEXTS),
                    function("ENDS_WITH", ReturnTypes.BOOLEAN_NULLABLE, TWO_TEXTS),
                    function("CONTAINS", ReturnTypes.BOOLEAN_NULLABLE, TWO_TEXTS),
                    DATE_TRUNC));

    private SqlFunctions() {}

    private static SqlOperator function(String name, SqlReturnTypeInference type, SqlOperandTypeChecker arguments) {
        return SqlBasicFunction.create(name, type, arguments);
    }
}
