package dev.carbide.sql.parse;

import dev.carbide.sql.SqlException;
import java.util.Arrays;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The text of a script, with its lines; makes the errors that point into it. Immutable. */
public final class SqlText {
    /** Chars of an offending line shown to either side of the position. */
    private static final int EXCERPT_REACH = 70;

    private final String text;
    private final int[] lineStarts;

    public SqlText(String text) {
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    public String text() {
        return text;
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int lines = 1;
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            boolean ends = c == '\n' || c == '\r' && !(index + 1 < text.length() && text.charAt(index + 1) == '\n');
            if (ends) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = index + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }

    /** 1-based line of an offset. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** 1-based column of an offset. */
    int column(int offset) {
        return offset - lineStarts[line(offset) - 1] + 1;
    }

    public SqlParserPos position(int offset) {
        return new SqlParserPos(line(offset), column(offset));
    }

    /** The offset of a position; positions outside of the text are moved to its nearest end. */
    int offset(int line, int column) {
        int start = lineStarts[Math.clamp(line, 1, lineStarts.length) - 1];
        return Math.clamp(start + (long) column - 1, 0, text.length());
    }

    /** An error at a position of a parse tree; a position that is not known counts as the beginning of the text. */
    public SqlException error(SqlParserPos position, String problem, @Nullable Throwable cause) {
        return error(offset(position.getLineNum(), position.getColumnNum()), problem, cause);
    }

    public SqlException error(SqlParserPos position, String problem) {
        return error(position, problem, null);
    }

    public SqlException error(int offset, String problem, @Nullable Throwable cause) {
        int line = line(offset);
        int column = column(offset);
        return new SqlException(line, column, problem, excerpt(line, column), cause);
    }

    public SqlException error(int offset, String problem) {
        return error(offset, problem, null);
    }

    /** The part of a line around a column and a caret below that column. */
    private String excerpt(int line, int column) {
        int start = lineStarts[line - 1];
        int end = line < lineStarts.length ? lineStarts[line] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        int at = Math.min(start + column - 1, end);
        int from = Math.max(start, at - EXCERPT_REACH);
        int to = Math.min(end, at + EXCERPT_REACH);
        String lead = from > start ? "…" : "";
        String shown = lead + printable(text.substring(from, to)) + (to < end ? "…" : "");
        String before = lead + printable(text.substring(from, at));
        return shown + "\n" + " ".repeat(before.codePointCount(0, before.length())) + "^";
    }

    /** Tabs and control characters would put the caret elsewhere, or worse: each becomes one blank. */
    private static String printable(String part) {
        StringBuilder result = new StringBuilder(part.length());
        part.codePoints().forEach(c -> result.appendCodePoint(isPrintable(c) ? c : ' '));
        return result.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
