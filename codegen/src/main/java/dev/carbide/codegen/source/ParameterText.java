package dev.carbide.codegen.source;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Shows the value of a parameter to a reader of EXPLAIN. */
final class ParameterText {
    private static final int MAX_CHARACTERS = 80;
    private static final int MAX_BYTES = 32;

    private ParameterText() {}

    static String describe(Parameter parameter) {
        return parameter.placeholder() + " = " + show(parameter.shown()) + " as " + parameter.description();
    }

    private static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Number number -> printable(number.toString());
            case Boolean flag -> flag.toString();
            case CharSequence text -> "'" + printable(text.toString()) + "'";
            case byte[] bytes -> bytes(bytes);
            default ->
                value.getClass().isArray() ? "array" : "a " + value.getClass().getSimpleName();
        };
    }

    private static String bytes(byte[] bytes) {
        String shown = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAX_BYTES));
        return "X'" + shown + (bytes.length > MAX_BYTES ? "…' (" + bytes.length + " bytes)" : "'");
    }

    /** Control characters would reach the reader's terminal. */
    private static String printable(String text) {
        var shown = new StringBuilder();
        int end = Math.min(text.length(), MAX_CHARACTERS);
        for (int i = 0; i < end; i++) {
            char next = text.charAt(i);
            boolean hidden = Character.isISOControl(next)
                    || Character.getType(next) == Character.FORMAT
                    || Character.getType(next) == Character.LINE_SEPARATOR
                    || Character.getType(next) == Character.PARAGRAPH_SEPARATOR;
            shown.append(hidden ? '?' : next);
        }
        return end < text.length() ? shown.append("…").toString() : shown.toString();
    }
}
