package dev.carbide.sql.parse;

import static org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants.EXPLAIN;
import static org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants.SEMICOLON;

import dev.carbide.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.babel.Token;

/** Splits a script at its semicolons, and EXPLAIN and its like off the front of each statement. */
public final class Script {
    private Script() {}

    /**
     * The statements of a script; empty ones are left out.
     *
     * @throws dev.carbide.sql.SqlException where the text is not even a sequence of tokens
     */
    public static List<Statement> split(String script) {
        SqlText source = new SqlText(script);
        List<Statement> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token : Lexer.tokens(source, 0, script.length())) {
            if (token.kind == SEMICOLON) {
                add(statements, source, current);
                current.clear();
            } else {
                current.add(token);
            }
        }
        add(statements, source, current);
        return statements;
    }

    private static void add(List<Statement> statements, SqlText source, List<Token> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        Statement.Kind kind = kind(tokens);
        int skipped = switch (kind) {
            case QUERY, COMMAND -> 0;
            case EXPLAIN -> isPlanFor(tokens) ? 3 : 1;
            case ANALYZE, CODEGEN -> 2;
        };
        int end = Lexer.endOffset(source, tokens.getLast());
        if (skipped >= tokens.size()) {
            throw source.error(end, "a query is expected after " + tokens.getLast().image);
        }
        statements.add(new Statement(kind, source, Lexer.beginOffset(source, tokens.get(skipped)), end));
    }

    private static Statement.Kind kind(List<Token> tokens) {
        if (tokens.getFirst().kind != EXPLAIN) {
            return CommandParser.isCommand(tokens) ? Statement.Kind.COMMAND : Statement.Kind.QUERY;
        }
        if (isWord(tokens, 1, "ANALYZE")) {
            return Statement.Kind.ANALYZE;
        }
        return isWord(tokens, 1, "CODEGEN") ? Statement.Kind.CODEGEN : Statement.Kind.EXPLAIN;
    }

    /** The standard's EXPLAIN PLAN FOR. */
    private static boolean isPlanFor(List<Token> tokens) {
        return isWord(tokens, 1, "PLAN") && isWord(tokens, 2, "FOR");
    }

    private static boolean isWord(List<Token> tokens, int index, String word) {
        return index < tokens.size() && tokens.get(index).image.equalsIgnoreCase(word);
    }
}
