package dev.carbide.cli.output;

import dev.carbide.offheap.error.CarbideException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ResultFormat#CSV} prints: an empty value is NULL, a quoted empty one is an empty string. */
public final class CsvReader {
    private final String text;
    private int at;

    private CsvReader(String text) {
        this.text = text;
    }

    /**
     * All records, the header first; null for NULL.
     *
     * @throws CarbideException where a quoted value is not closed or something follows it
     */
    public static List<List<@Nullable String>> read(String text) {
        CsvReader reader = new CsvReader(text);
        List<List<@Nullable String>> records = new ArrayList<>();
        while (reader.at < text.length()) {
            records.add(reader.record());
        }
        return records;
    }

    private List<@Nullable String> record() {
        List<@Nullable String> values = new ArrayList<>();
        while (true) {
            values.add(value());
            if (at == text.length()) {
                return values;
            }
            char end = text.charAt(at++);
            if (end == '\n') {
                return values;
            }
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
                return values;
            }
            if (end != ',') {
                throw new CarbideException("CSV: a comma or the end of the line is expected at offset " + (at - 1)
                        + ", got '" + end + "'");
            }
        }
    }

    private @Nullable String value() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int begin = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return begin == at ? null : text.substring(begin, at);
    }

    private String quoted() {
        int begin = at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw new CarbideException("CSV: the quotes at offset " + begin + " are not closed");
            }
            value.append(text, at, quote);
            at = quote + 1;
            if (at == text.length() || text.charAt(at) != '"') {
                return value.toString();
            }
            value.append('"');
            at++;
        }
    }
}
