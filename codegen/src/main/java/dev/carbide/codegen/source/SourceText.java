package dev.carbide.codegen.source;

import dev.carbide.offheap.error.CarbideInternalException;

/** What may stand in generated source, as code and as comment. */
final class SourceText {
    private static final int MAX_COMMENT = 400;

    private SourceText() {}

    /**
     * Reduces any text to one line that is safe after {@code //}: printable ASCII, no backslash (the compiler translates
     * unicode escapes before it sees comments), no end of a block comment, runs of blanks as one, at most 400 characters.
     */
    static String comment(String text) {
        var safe = new StringBuilder(Math.min(text.length(), MAX_COMMENT));
        int length = text.length();
        for (int i = 0; i < length && safe.length() < MAX_COMMENT; i++) {
            char next = text.charAt(i);
            if (next == '\n' || next == '\r' || next == '\t') {
                next = ' ';
            }
            if (!isPrintable(next)
                    || next == '\\'
                    || closesComment(safe, next)
                    || (next == ' ' && endsWith(safe, ' '))) {
                continue;
            }
            safe.append(next);
        }
        return safe.toString().strip();
    }

    /** Code from a generator, possibly of several lines. */
    static String code(String text) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next != '\n' && !isPrintable(next) || next == '\\') {
                throw new CarbideInternalException(
                        "Generated code must be printable ASCII without a backslash, got U+%04X in: %s"
                                .formatted((int) next, comment(text)));
            }
        }
        return text;
    }

    /** A fragment to be put into a template: one line of code without comments. */
    static String fragment(String name, String text) {
        code(text);
        if (text.indexOf('\n') >= 0 || text.contains("//") || text.contains("/*") || text.contains("*/")) {
            throw new CarbideInternalException(
                    "The value of ${" + name + "} must be one line of code without comments, got: " + comment(text));
        }
        return text;
    }

    private static boolean closesComment(CharSequence before, char next) {
        return next == '/' && endsWith(before, '*');
    }

    private static boolean endsWith(CharSequence text, char last) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == last;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c <= '~';
    }
}
