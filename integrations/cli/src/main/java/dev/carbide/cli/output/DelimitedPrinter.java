package dev.carbide.cli.output;

import dev.carbide.offheap.type.Schema;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A line of names, then a line per row, with a separator between values. */
final class DelimitedPrinter implements RowPrinter {
    /** Appends a value so that it can be told from the separator, the end of the line and NULL. */
    interface Escape {
        void append(String value, Appendable out) throws IOException;
    }

    private final Appendable out;
    private final char separator;
    private final Escape escape;
    private final String nullText;
    private Schema schema = Schema.of();

    DelimitedPrinter(Appendable out, char separator, Escape escape, String nullText) {
        this.out = out;
        this.separator = separator;
        this.escape = escape;
        this.nullText = nullText;
    }

    @Override
    public void begin(Schema result) throws IOException {
        schema = result;
        for (int column = 0; column < schema.size(); column++) {
            separate(column);
            escape.append(schema.field(column).name(), out);
        }
        out.append('\n');
    }

    @Override
    public void row(@Nullable Object[] values) throws IOException {
        for (int column = 0; column < values.length; column++) {
            separate(column);
            Object value = values[column];
            if (value == null) {
                out.append(nullText);
            } else {
                escape.append(ValueText.of(schema.type(column), value), out);
            }
        }
        out.append('\n');
    }

    private void separate(int column) throws IOException {
        if (column > 0) {
            out.append(separator);
        }
    }

    @Override
    public void end() {}
}
