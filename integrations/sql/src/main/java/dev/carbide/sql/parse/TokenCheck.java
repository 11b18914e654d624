package dev.carbide.sql.parse;

import static org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants.*;

import java.util.List;
import org.apache.calcite.sql.parser.babel.Token;

/** Limits that keep the parser from recursing too deep or taking for ever, checked on the tokens before it runs. */
final class TokenCheck {
    /** Parentheses, CASEs and prefix operators within each other; the parser and all that follows recurse. */
    static final int MAX_NESTING = 300;
    /** Operators in a row without a comma, keyword or AND between them; the tree is checked more closely later. */
    private static final int MAX_OPERATORS = 5_000;
    /** Chars of a number; far more than any type has digits. */
    private static final int MAX_NUMBER = 400;
    /** Chars of a name; file names are names. */
    static final int MAX_NAME = 4_096;

    private final SqlText source;
    private int depth;
    private int prefixes;
    private int operators;

    private TokenCheck(SqlText source) {
        this.source = source;
    }

    /** @throws dev.carbide.sql.SqlException where a limit is passed */
    static void check(SqlText source, List<Token> tokens) {
        TokenCheck check = new TokenCheck(source);
        tokens.forEach(check::check);
    }

    private void check(Token token) {
        countNesting(token);
        countOperators(token);
        int length = token.image.length();
        switch (token.kind) {
            case UNSIGNED_INTEGER_LITERAL, DECIMAL_NUMERIC_LITERAL, APPROX_NUMERIC_LITERAL ->
                require(length <= MAX_NUMBER, token, "a number may have up to 38 digits");
            case IDENTIFIER, QUOTED_IDENTIFIER ->
                require(length <= MAX_NAME, token, "a name may have up to " + MAX_NAME + " characters");
            default -> {}
        }
    }

    private void countNesting(Token token) {
        switch (token.kind) {
            case LPAREN, CASE -> depth++;
            case RPAREN, END -> depth--;
            default -> {}
        }
        prefixes = token.kind == NOT || token.kind == MINUS || token.kind == PLUS ? prefixes + 1 : 0;
        require(
                depth <= MAX_NESTING && prefixes <= MAX_NESTING,
                token,
                "more than " + MAX_NESTING + " levels of nesting");
    }

    private void countOperators(Token token) {
        switch (token.kind) {
            case PLUS, MINUS, STAR, SLASH, PERCENT_REMAINDER, CONCAT -> operators++;
            case COMMA, AND, OR, SELECT, FROM, WHERE, WHEN, THEN, ELSE -> operators = 0;
            default -> {}
        }
        require(operators <= MAX_OPERATORS, token, "more than " + MAX_OPERATORS + " operators in one expression");
    }

    private void require(boolean holds, Token token, String problem) {
        if (!holds) {
            throw source.error(Lexer.beginOffset(source, token), problem);
        }
    }
}
