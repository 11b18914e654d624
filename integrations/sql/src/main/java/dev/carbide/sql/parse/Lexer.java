package dev.carbide.sql.parse;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.calcite.sql.parser.babel.SimpleCharStream;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImplTokenManager;
import org.apache.calcite.sql.parser.babel.Token;
import org.apache.calcite.sql.parser.babel.TokenMgrError;

/**
 * Cuts text into the tokens that the parser knows, before the parser runs, so that statements can be split, limits
 * checked and file names marked on tokens instead of on text.
 */
final class Lexer {
    private static final int MAX_TEXT = 4 << 20;

    private Lexer() {}

    /** The tokens between two offsets, without the end-of-file token. */
    static List<Token> tokens(SqlText source, int begin, int end) {
        checkText(source);
        SimpleCharStream stream = new UntabbedStream(source, begin, end);
        var manager = new SqlBabelParserImplTokenManager(stream);
        manager.SwitchTo(SqlBabelParserImplConstants.DQID);
        List<Token> tokens = new ArrayList<>();
        try {
            for (Token token = manager.getNextToken();
                    token.kind != SqlBabelParserImplConstants.EOF;
                    token = manager.getNextToken()) {
                tokens.add(token);
            }
        } catch (TokenMgrError notAToken) {
            int from = tokens.isEmpty() ? begin : endOffset(source, tokens.getLast());
            throw notAToken(source, from, end);
        }
        return tokens;
    }

    private static void checkText(SqlText source) {
        String text = source.text();
        if (text.length() > MAX_TEXT) {
            throw source.error(0, "a script may have up to " + MAX_TEXT + " characters, got " + text.length());
        }
        for (int index = 0; index < text.length(); index++) {
            if (Character.isSurrogate(text.charAt(index))) {
                int codePoint = text.codePointAt(index);
                if (Character.isBmpCodePoint(codePoint)) {
                    throw source.error(index, problem(text, index));
                }
                index++;
            }
        }
    }

    static int beginOffset(SqlText source, Token token) {
        return source.offset(token.beginLine, token.beginColumn);
    }

    /** Behind the last char. */
    static int endOffset(SqlText source, Token token) {
        return source.offset(token.endLine, token.endColumn) + 1;
    }

    /** Looks from the last good token for what could not be read. */
    private static RuntimeException notAToken(SqlText source, int from, int end) {
        String text = source.text();
        int at = from;
        while (at < end) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? end : newline + 1;
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0 || close + 2 > end) {
                    return source.error(at, "the comment that begins here is not closed by */");
                }
                at = close + 2;
            } else {
                break;
            }
        }
        if (at >= end) {
            return source.error(Math.min(at, text.length()), "the text ends where a token was begun");
        }
        return source.error(at, problem(text, at));
    }

    private static String problem(String text, int at) {
        int c = text.codePointAt(at);
        return switch (c) {
            case '\'' -> "the string that begins here is not closed by a single quote";
            case '"' -> "the quoted name that begins here is empty or not closed by a double quote";
            default ->
                "unexpected character "
                        + (Character.isISOControl(c) || !Character.isDefined(c) || c >= 0xD800 && c <= 0xDFFF
                                ? String.format("U+%04X", c)
                                : "'" + Character.toString(c) + "'");
        };
    }

    /** Counts a tab as one column, as offsets do. */
    private static final class UntabbedStream extends SimpleCharStream {
        UntabbedStream(SqlText source, int begin, int end) {
            super(reader(source, begin, end), source.line(begin), source.column(begin), end - begin + 1);
            setTabSize(1);
        }

        /** A byte order mark at the beginning is nothing but a blank. */
        private static StringReader reader(SqlText source, int begin, int end) {
            String text = source.text().substring(begin, end);
            return new StringReader(text.startsWith("\uFEFF") ? " " + text.substring(1) : text);
        }
    }

    /** Hands tokens that were read before to the parser. */
    static final class Replay extends SqlBabelParserImplTokenManager {
        private final Iterator<Token> tokens;
        private final Token last;

        Replay(List<Token> tokens) {
            super(new SimpleCharStream(new StringReader("")));
            this.tokens = tokens.iterator();
            this.last = tokens.getLast();
        }

        @Override
        public Token getNextToken() {
            return tokens.hasNext() ? tokens.next() : endOfFile();
        }

        private Token endOfFile() {
            Token token = new Token();
            token.kind = SqlBabelParserImplConstants.EOF;
            token.image = "";
            token.beginLine = last.endLine;
            token.endLine = last.endLine;
            token.beginColumn = last.endColumn + 1;
            token.endColumn = last.endColumn + 1;
            return token;
        }
    }
}
