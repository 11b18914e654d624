package dev.carbide.cli.shell;

/** Whether a text is complete: nothing, a dot command, or statements of which the last ends with a semicolon. */
final class StatementEnd {
    private final String text;
    private int at;

    private StatementEnd(String text) {
        this.text = text;
    }

    static boolean isComplete(String text) {
        return text.isBlank() || isCommand(text) || new StatementEnd(text).endsWithSemicolon();
    }

    /** Whether it is for the shell itself. */
    static boolean isCommand(String text) {
        return text.stripLeading().startsWith(".");
    }

    /** A semicolon that is neither in quotes nor in a comment, and nothing but comments behind it. */
    private boolean endsWithSemicolon() {
        boolean ended = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                skipTo("\n", 2);
            } else if (text.startsWith("/*", at)) {
                if (!skipTo("*/", 2)) {
                    return false;
                }
            } else if (c == '\'' || c == '"') {
                if (!skipTo(String.valueOf(c), 1)) {
                    return false;
                }
                ended = false;
            } else {
                ended = c == ';' || ended && Character.isWhitespace(c);
                at++;
            }
        }
        return ended;
    }

    /** Behind the next {@code end}, or at the end of the text, which is false. */
    private boolean skipTo(String end, int beginLength) {
        int found = text.indexOf(end, at + beginLength);
        at = found < 0 ? text.length() : found + end.length();
        return found >= 0;
    }
}
