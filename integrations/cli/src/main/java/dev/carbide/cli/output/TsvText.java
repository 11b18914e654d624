package dev.carbide.cli.output;

import java.io.IOException;

/** Values of tab-separated files, escaped as PostgreSQL's COPY does in its text format. */
final class TsvText {
    static final String NULL = "\\N";

    private TsvText() {}

    static void append(String value, Appendable out) throws IOException {
        int done = 0;
        for (int index = 0; index < value.length(); index++) {
            char letter = escape(value.charAt(index));
            if (letter != 0) {
                out.append(value, done, index).append('\\').append(letter);
                done = index + 1;
            }
        }
        out.append(value, done, value.length());
    }

    /** The letter behind the backslash, or 0 for a character that stands for itself. */
    private static char escape(char c) {
        return switch (c) {
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\\' -> '\\';
            default -> 0;
        };
    }
}
