package dev.carbide.sql.parse;

import static org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants.IDENTIFIER;
import static org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants.QUOTED_IDENTIFIER;
import static org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants.QUOTED_STRING;

import dev.carbide.kernel.CacheOptions;
import dev.carbide.offheap.cache.StorageLevel;
import dev.carbide.sql.SqlException;
import dev.carbide.sql.Statement;
import dev.carbide.sql.command.Command;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.parser.babel.Token;

/**
 * Parses statements that are no queries, by recursive descent over the tokens of the query parser, so that quoting,
 * comments and positions are the same in both.
 */
public final class CommandParser {
    private static final String STORAGE_LEVEL = "storageLevel";

    private final SqlText source;
    private final List<Token> tokens;
    private final int end;
    private int next;

    private CommandParser(SqlText source, List<Token> tokens, int end) {
        this.source = source;
        this.tokens = tokens;
        this.end = end;
    }

    /** Whether the statement begins as a command does. No query begins so. */
    static boolean isCommand(List<Token> tokens) {
        return isWord(tokens.getFirst(), "CACHE")
                || isWord(tokens.getFirst(), "UNCACHE")
                || isWord(tokens.getFirst(), "SHOW");
    }

    /** @throws SqlException if the statement does not parse */
    public static Command parse(Statement statement) {
        SqlText source = statement.source();
        List<Token> tokens = Lexer.tokens(source, statement.begin(), statement.end());
        CommandParser parser = new CommandParser(source, tokens, statement.end());
        Command command = parser.command();
        if (parser.next < tokens.size()) {
            throw parser.unexpected("the end of the statement");
        }
        return command;
    }

    private Command command() {
        if (accept("SHOW")) {
            expect("CACHE");
            return new Command.ShowCache();
        }
        if (accept("UNCACHE")) {
            expect("TABLE");
            boolean ifExists = accept("IF");
            if (ifExists) {
                expect("EXISTS");
            }
            return new Command.UncacheTable(table(), ifExists);
        }
        expect("CACHE");
        boolean lazy = accept("LAZY");
        expect("TABLE");
        Command.Name table = table();
        return new Command.CacheTable(table, lazy, accept("OPTIONS") ? options() : CacheOptions.DEFAULT.level());
    }

    private Command.Name table() {
        if (next < tokens.size() && tokens.get(next).kind == QUOTED_STRING) {
            throw error(next, "a table is cached by its name; a file must be registered by a name before");
        }
        return name("the name of a table");
    }

    private StorageLevel options() {
        StorageLevel level = null;
        expect("(");
        do {
            int at = next;
            String option = name("an option").text();
            if (!option.equalsIgnoreCase(STORAGE_LEVEL)) {
                throw error(at, "there is no option '" + option + "' for a cached table, expected " + STORAGE_LEVEL);
            }
            if (level != null) {
                throw error(at, "option " + STORAGE_LEVEL + " is given twice");
            }
            accept("=");
            level = level();
        } while (accept(","));
        expect(")");
        return level;
    }

    private StorageLevel level() {
        int at = next;
        String wanted = name("a storage level").text();
        return Arrays.stream(StorageLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> error(
                        at,
                        "there is no storage level '" + wanted + "', expected one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(StorageLevel.values())
                                                .map(Enum::name)
                                                .toList())));
    }

    /** A name, quoted or not; a string where options are meant, as other engines write them. */
    private Command.Name name(String expected) {
        if (next == tokens.size()) {
            throw unexpected(expected);
        }
        Token token = tokens.get(next);
        int offset = Lexer.beginOffset(source, token);
        String image = token.image;
        String text = switch (token.kind) {
            case QUOTED_IDENTIFIER -> image.substring(1, image.length() - 1).replace("\"\"", "\"");
            case QUOTED_STRING -> image.substring(1, image.length() - 1).replace("''", "'");
            case IDENTIFIER -> image;
            default -> {
                if (!Character.isLetter(image.charAt(0))) {
                    throw unexpected(expected);
                }
                yield image;
            }
        };
        next++;
        return new Command.Name(text, offset);
    }

    private boolean accept(String word) {
        boolean found = next < tokens.size() && isWord(tokens.get(next), word);
        next += found ? 1 : 0;
        return found;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw unexpected(word);
        }
    }

    /** Quoted names and strings have their quotes in the image, so they are never words. */
    private static boolean isWord(Token token, String word) {
        return token.image.equalsIgnoreCase(word);
    }

    private SqlException unexpected(String expected) {
        return next == tokens.size()
                ? source.error(end, "unexpected end of the statement, expected " + expected)
                : error(next, "unexpected '" + tokens.get(next).image + "', expected " + expected);
    }

    private SqlException error(int token, String problem) {
        return source.error(Lexer.beginOffset(source, tokens.get(token)), problem);
    }
}
