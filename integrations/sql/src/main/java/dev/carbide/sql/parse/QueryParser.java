package dev.carbide.sql.parse;

import dev.carbide.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.babel.ParseException;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImplConstants;
import org.apache.calcite.sql.parser.babel.Token;
import org.apache.calcite.sql.validate.SqlConformance;

/** Parses one statement into a tree whose positions are those of the whole script. */
public final class QueryParser {
    private static final int MAX_EXPECTED_SHOWN = 6;

    private QueryParser() {}

    /** @throws dev.carbide.sql.SqlException if the statement does not parse */
    public static SqlNode parse(Statement statement, SqlConformance conformance) {
        SqlText source = statement.source();
        List<Token> tokens = Lexer.tokens(source, statement.begin(), statement.end());
        TokenCheck.check(source, tokens);
        FileNames.mark(tokens);
        var parser = new SqlBabelParserImpl(new Lexer.Replay(tokens));
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(TokenCheck.MAX_NAME);
        parser.setConformance(conformance);
        try {
            return parser.parseSqlStmtEof();
        } catch (ParseException unexpected) {
            throw error(source, unexpected, tokens.getLast());
        } catch (CalciteContextException rejected) {
            throw Problems.of(source, rejected);
        } catch (SqlParseException rejected) {
            throw source.error(rejected.getPos(), Problems.text(rejected), rejected);
        } catch (RuntimeException rejected) {
            throw rejected;
        } catch (Exception rejected) {
            throw source.error(statement.begin(), Problems.text(rejected), rejected);
        }
    }

    private static RuntimeException error(SqlText source, ParseException unexpected, Token last) {
        if (unexpected.currentToken == null || unexpected.currentToken.next == null) {
            return source.error(SqlParserPos.ZERO, Problems.text(unexpected), unexpected);
        }
        Token found = unexpected.currentToken.next;
        String problem = switch (found.image) {
            case "" -> "unexpected end of the statement" + expected(unexpected);
            case "'" -> "the string that begins here is not closed by a single quote";
            case "\"" -> "the quoted name that begins here is empty or not closed by a double quote";
            default ->
                found == last && wantsMore(found)
                        ? "the statement ends after " + shown(found.image)
                        : "unexpected " + shown(found.image) + expected(unexpected);
        };
        return source.error(Lexer.beginOffset(source, found), problem, unexpected);
    }

    /** A keyword or operator at the end: what is wrong is that nothing follows. */
    private static boolean wantsMore(Token last) {
        return last.kind != SqlBabelParserImplConstants.IDENTIFIER
                && (Character.isLetter(last.image.charAt(0)) || "+-*/%<>=,(".indexOf(last.image.charAt(0)) >= 0);
    }

    private static String shown(String image) {
        return "'" + (image.length() <= 40 ? image : image.substring(0, 40) + "…") + "'";
    }

    private static String expected(ParseException unexpected) {
        List<String> starts = Arrays.stream(unexpected.expectedTokenSequences)
                .map(sequence -> unexpected.tokenImage[sequence[0]])
                .map(image -> image.startsWith("\"") ? image.substring(1, image.length() - 1) : image)
                .distinct()
                .sorted()
                .collect(Collectors.toList());
        return starts.size() > MAX_EXPECTED_SHOWN ? "" : ", expected " + String.join(" or ", starts);
    }
}
