package dev.carbide.sql.parse;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Names for the result columns that have none: the text they are computed by, {@code sum(l_quantity)}. */
public final class OutputNames {
    private static final int MAX_LENGTH = 64;

    private OutputNames() {}

    /** Adds them to the outermost SELECT of a query. */
    public static void add(SqlNode query, SqlText source) {
        switch (query) {
            case SqlOrderBy ordered -> add(ordered.query, source);
            case SqlWith with -> add(with.body, source);
            case SqlSelect select -> select.setSelectList(named(select.getSelectList(), source));
            default -> {}
        }
    }

    private static SqlNodeList named(SqlNodeList items, SqlText source) {
        List<SqlNode> named = new ArrayList<>();
        for (SqlNode item : items) {
            boolean hasName = item instanceof SqlIdentifier || item.getKind() == SqlKind.AS;
            named.add(hasName ? item : named(item, source));
        }
        return new SqlNodeList(named, items.getParserPosition());
    }

    private static SqlNode named(SqlNode item, SqlText source) {
        SqlParserPos position = item.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(position, item, new SqlIdentifier(text(position, source), position));
    }

    private static String text(SqlParserPos position, SqlText source) {
        int begin = source.offset(position.getLineNum(), position.getColumnNum());
        int end = source.offset(position.getEndLineNum(), position.getEndColumnNum()) + 1;
        String text = source.text().substring(begin, Math.min(end, source.text().length()));
        String line = text.replaceFirst("^[\\s,]+", "").strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }
}
