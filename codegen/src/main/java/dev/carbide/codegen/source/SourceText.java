package dev.carbide.codegen.source;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What may stand in generated source, as code and as comment. */
final class SourceText {
    private static final int MAX_COMMENT = 400;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*(\\[])*");
    private static final Pattern MODIFIERS = Pattern.compile("[a-z]+( [a-z]+)*");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SourceText() {}

    /**
     * Reduces any text to one line that is safe after {@code //}: printable ASCII, no backslash (the compiler translates
     * unicode escapes before it sees comments), no end of a block comment, runs of blanks as one, at most 400 characters
     * (an ellipsis says that there were more).
     */
    static String comment(String text) {
        var safe = new StringBuilder(Math.min(text.length(), MAX_COMMENT));
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (safe.length() == MAX_COMMENT) {
                return safe.toString().strip() + " ...";
            }
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
        boolean comments = text.contains("//") || text.contains("/*") || text.contains("*/");
        boolean openString = text.chars().filter(c -> c == '"').count() % 2 != 0;
        if (text.indexOf('\n') >= 0 || comments || openString) {
            throw new CarbideInternalException("The value of ${" + name
                    + "} must be one line of code without comments and open strings, got: " + comment(text));
        }
        return text;
    }

    /** The name of a type: simple or qualified, no type arguments, possibly an array. */
    static String type(String text) {
        return matching(TYPE, "type", text);
    }

    /** Words like {@code private static}. */
    static String modifiers(String text) {
        return matching(MODIFIERS, "list of modifiers", text);
    }

    static String identifier(String text) {
        return matching(IDENTIFIER, "identifier", text);
    }

    private static String matching(Pattern pattern, String what, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new CarbideInternalException("Generated code needs a " + what + ", got: " + comment(text));
        }
        return text;
    }

    /** Breaks a comment at blanks into lines of at most so many characters where it has blanks. */
    static List<String> wrap(String comment, int width) {
        var lines = new ArrayList<String>();
        String rest = comment;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            blank = blank <= 0 ? rest.indexOf(' ') : blank;
            if (blank <= 0) {
                break;
            }
            lines.add(rest.substring(0, blank));
            rest = rest.substring(blank + 1);
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
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
