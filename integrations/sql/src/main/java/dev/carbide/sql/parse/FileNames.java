package dev.carbide.sql.parse;

import static org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants.*;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants;
import org.apache.calcite.sql.parser.babel.Token;

/**
 * Lets a string literal stand where a table name is expected, as a file or glob: {@code FROM 'dir/part-*.parquet'}. Such
 * a literal becomes a quoted identifier before the parser sees it. A string after FROM inside of EXTRACT, TRIM, SUBSTRING
 * or IS DISTINCT FROM is left alone: only the FROM of a SELECT at the same depth of parentheses counts.
 */
final class FileNames {
    /** Where the tokens of one pair of parentheses have got to. */
    private enum Place {
        OUTSIDE,
        SELECT_LIST,
        TABLE_EXPECTED,
        AFTER_TABLE
    }

    private final Deque<Place> outer = new ArrayDeque<>();
    private Place place = Place.OUTSIDE;

    private FileNames() {}

    static void mark(List<Token> tokens) {
        FileNames names = new FileNames();
        int previous = SqlBabelParserImplConstants.EOF;
        for (Token token : tokens) {
            names.visit(token, previous);
            previous = token.kind;
        }
    }

    private void visit(Token token, int previous) {
        switch (token.kind) {
            case LPAREN -> {
                outer.push(place == Place.TABLE_EXPECTED ? Place.AFTER_TABLE : place);
                place = place == Place.TABLE_EXPECTED ? Place.TABLE_EXPECTED : Place.OUTSIDE;
            }
            case RPAREN -> place = outer.isEmpty() ? Place.OUTSIDE : outer.pop();
            case SELECT -> place = Place.SELECT_LIST;
            case FROM -> {
                if (place == Place.SELECT_LIST && previous != DISTINCT) {
                    place = Place.TABLE_EXPECTED;
                }
            }
            case JOIN, COMMA -> {
                if (place == Place.AFTER_TABLE) {
                    place = Place.TABLE_EXPECTED;
                }
            }
            case QUOTED_STRING -> {
                if (place == Place.TABLE_EXPECTED) {
                    token.kind = QUOTED_IDENTIFIER;
                    token.image = quoted(token.image);
                    place = Place.AFTER_TABLE;
                }
            }
            case WHERE, GROUP, HAVING, ORDER, LIMIT, OFFSET, FETCH, UNION, INTERSECT, EXCEPT, WINDOW, QUALIFY, VALUES ->
                place = Place.OUTSIDE;
            default -> {
                if (place == Place.TABLE_EXPECTED) {
                    place = Place.AFTER_TABLE;
                }
            }
        }
    }

    private static String quoted(String literal) {
        String value = literal.substring(1, literal.length() - 1).replace("''", "'");
        return '"' + value.replace("\"", "\"\"") + '"';
    }
}
