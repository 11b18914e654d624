package dev.carbide.sql;

import dev.carbide.offheap.error.CarbideException;
import org.jspecify.annotations.Nullable;

/**
 * SQL text that cannot be planned: it does not parse, a name or type in it does not resolve, or it asks for what is not
 * supported. The message is {@code line L, column C: what is wrong}, then the offending line with a caret below it.
 */
public final class SqlException extends CarbideException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String problem;

    /**
     * @param line 1-based
     * @param column 1-based, in chars of the text
     * @param problem what is wrong, without the position
     * @param excerpt the offending line and the caret, ready to print
     */
    public SqlException(int line, int column, String problem, String excerpt, @Nullable Throwable cause) {
        super("line " + line + ", column " + column + ": " + problem + "\n" + excerpt, cause);
        this.line = line;
        this.column = column;
        this.problem = problem;
    }

    /** 1-based line of the script. */
    public int line() {
        return line;
    }

    /** 1-based column, in chars. */
    public int column() {
        return column;
    }

    /** What is wrong, without position and excerpt. */
    public String problem() {
        return problem;
    }
}
