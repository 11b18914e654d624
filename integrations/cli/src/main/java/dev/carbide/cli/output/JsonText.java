package dev.carbide.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) of plain objects: maps, lists, strings, numbers, booleans, null. */
public final class JsonText {
    private JsonText() {}

    /**
     * The whole document. Maps keep their order; what is neither number, boolean, map nor list becomes a string, as do
     * floating-point numbers that are not finite.
     */
    public static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        try {
            append(value, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    static void append(@Nullable Object value, Appendable out) throws IOException {
        switch (value) {
            case null -> out.append("null");
            case Double number when !Double.isFinite(number) -> quote(number.toString(), out);
            case Float number when !Float.isFinite(number) -> quote(number.toString(), out);
            case java.math.BigDecimal number -> out.append(number.toPlainString());
            case Number number -> out.append(number.toString());
            case Boolean bool -> out.append(bool.toString());
            case Map<?, ?> map -> appendMap(map, out);
            case List<?> list -> appendList(list, out);
            default -> quote(value.toString(), out);
        }
    }

    private static void appendMap(Map<?, ?> map, Appendable out) throws IOException {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            quote(String.valueOf(entry.getKey()), out);
            out.append(": ");
            append(entry.getValue(), out);
            separator = ", ";
        }
        out.append('}');
    }

    private static void appendList(List<?> list, Appendable out) throws IOException {
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            append(item, out);
            separator = ", ";
        }
        out.append(']');
    }

    static void quote(String text, Appendable out) throws IOException {
        out.append('"');
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c) && isLone(text, index)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half of a surrogate pair without the other, which no encoding of text could write. */
    private static boolean isLone(String text, int index) {
        char c = text.charAt(index);
        return Character.isHighSurrogate(c)
                ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
                : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }
}
