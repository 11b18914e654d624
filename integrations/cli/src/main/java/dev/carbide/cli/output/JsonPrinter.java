package dev.carbide.cli.output;

import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An array of objects, one per line. Columns of the same name get a number behind it, because keys should be unique. */
final class JsonPrinter implements RowPrinter {
    private final Appendable out;
    private Schema schema = Schema.of();
    private List<String> keys = List.of();
    private String before = "";

    JsonPrinter(Appendable out) {
        this.out = out;
    }

    @Override
    public void begin(Schema result) throws IOException {
        schema = result;
        keys = keys(result);
        before = "\n";
        out.append('[');
    }

    private static List<String> keys(Schema schema) {
        Set<String> taken = new HashSet<>();
        schema.fields().forEach(field -> taken.add(field.name()));
        Set<String> used = new HashSet<>();
        List<String> keys = new ArrayList<>();
        for (Field field : schema.fields()) {
            String key = field.name();
            for (int number = 2; !used.add(key); number++) {
                key = taken.contains(field.name() + "_" + number) ? key : field.name() + "_" + number;
            }
            keys.add(key);
        }
        return keys;
    }

    @Override
    public void row(@Nullable Object[] values) throws IOException {
        out.append(before).append('{');
        before = ",\n";
        for (int column = 0; column < values.length; column++) {
            if (column > 0) {
                out.append(", ");
            }
            JsonText.quote(keys.get(column), out);
            out.append(": ");
            appendValue(schema.type(column), values[column]);
        }
        out.append('}');
    }

    private void appendValue(DataType type, @Nullable Object value) throws IOException {
        if (value == null || type.isNumeric() || type instanceof BooleanType) {
            JsonText.append(value, out);
        } else {
            JsonText.quote(ValueText.of(type, value), out);
        }
    }

    @Override
    public void end() throws IOException {
        out.append("\n]\n");
    }
}
