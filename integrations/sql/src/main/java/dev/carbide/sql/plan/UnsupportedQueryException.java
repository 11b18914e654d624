package dev.carbide.sql.plan;

import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The query asks for what cannot be planned yet. Becomes an SqlException where its place in the text is known. */
final class UnsupportedQueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String table;
    private final transient SqlParserPos position;

    /** @param what a noun phrase: "a join of …" */
    UnsupportedQueryException(String what) {
        this(what, null, SqlParserPos.ZERO);
    }

    /** @param table the table in FROM where the trouble is */
    UnsupportedQueryException(String what, String table) {
        this(what, table, SqlParserPos.ZERO);
    }

    UnsupportedQueryException(String what, SqlParserPos position) {
        this(what, null, position);
    }

    private UnsupportedQueryException(String what, @Nullable String table, SqlParserPos position) {
        super(what);
        this.table = table;
        this.position = position;
    }

    boolean hasPosition() {
        return position != SqlParserPos.ZERO;
    }

    @Nullable
    String table() {
        return table;
    }

    /** Where in the text, {@link SqlParserPos#ZERO} if not known. */
    SqlParserPos position() {
        return position;
    }
}
