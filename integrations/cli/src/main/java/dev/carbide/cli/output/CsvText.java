package dev.carbide.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of comma-separated files, RFC 4180 section 2. */
public final class CsvText {
    private CsvText() {}

    /** One record with its end of line; null for NULL. */
    public static String record(List<? extends @Nullable String> values) {
        StringBuilder text = new StringBuilder();
        try {
            for (int index = 0; index < values.size(); index++) {
                text.append(index == 0 ? "" : ",");
                String value = values.get(index);
                if (value != null) {
                    append(value, text);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.append('\n').toString();
    }

    /** Quotes what could be read otherwise; the empty string as well, because an empty value stands for NULL. */
    static void append(String value, Appendable out) throws IOException {
        if (!needsQuotes(value)) {
            out.append(value);
            return;
        }
        out.append('"').append(value.replace("\"", "\"\"")).append('"');
    }

    private static boolean needsQuotes(String value) {
        if (value.isEmpty() || value.charAt(0) <= ' ' || value.charAt(value.length() - 1) <= ' ') {
            return true;
        }
        for (int index = 0; index < value.length(); index++) {
            char c = value.charAt(index);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
