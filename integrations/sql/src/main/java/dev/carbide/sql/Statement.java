package dev.carbide.sql;

import dev.carbide.sql.parse.SqlText;

/**
 * One statement of a script, split off by the lexer; not parsed yet beyond its kind.
 *
 * @param kind what is to be done with the query
 * @param source the whole script, for messages
 * @param begin offset of the query or command in it, behind EXPLAIN and its like
 * @param end offset behind the last token
 */
public record Statement(Kind kind, SqlText source, int begin, int end) {
    /** What is to be done with a statement. */
    public enum Kind {
        /** Run it. */
        QUERY,
        /** Show its plan and pipelines. */
        EXPLAIN,
        /** Run it and show what each operator did. */
        ANALYZE,
        /** Show the generated sources. */
        CODEGEN,
        /** Not a query, but a statement of its own, such as CACHE TABLE. */
        COMMAND
    }

    /** The query or command alone. */
    public String text() {
        return source.text().substring(begin, end);
    }

    @Override
    public String toString() {
        return kind == Kind.QUERY || kind == Kind.COMMAND ? text() : kind + " " + text();
    }
}
