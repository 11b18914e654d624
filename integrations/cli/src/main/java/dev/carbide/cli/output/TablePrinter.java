package dev.carbide.cli.output;

import dev.carbide.kernel.explain.Quantity;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. The first rows decide how wide these are, later ones may stick out: a result of any length is printed
 * while it comes.
 */
final class TablePrinter implements RowPrinter {
    private static final int ROWS_THAT_DECIDE = 1000;

    private final Appendable out;
    private Schema schema = Schema.of();
    private TextTable table = new TextTable(List.of());
    private final List<List<String>> held = new ArrayList<>();
    private boolean decided;
    private long rows;

    TablePrinter(Appendable out) {
        this.out = out;
    }

    @Override
    public void begin(Schema result) {
        schema = result;
        table = new TextTable(result.fields().stream()
                .map(field -> field.type().isNumeric() ? TextTable.Align.RIGHT : TextTable.Align.LEFT)
                .toList());
        held.clear();
        decided = false;
        rows = 0;
    }

    @Override
    public void row(@Nullable Object[] values) throws IOException {
        List<String> cells = new ArrayList<>(values.length);
        for (int column = 0; column < values.length; column++) {
            Object value = values[column];
            cells.add(value == null ? "NULL" : printable(ValueText.of(schema.type(column), value)));
        }
        rows++;
        if (decided) {
            line(cells);
            return;
        }
        held.add(cells);
        if (held.size() == ROWS_THAT_DECIDE) {
            decide();
        }
    }

    private void decide() throws IOException {
        List<String> names = schema.fields().stream()
                .map(Field::name)
                .map(TablePrinter::printable)
                .toList();
        table.fit(names);
        held.forEach(table::fit);
        line(names);
        out.append(table.rule()).append('\n');
        for (List<String> cells : held) {
            line(cells);
        }
        held.clear();
        decided = true;
    }

    private void line(List<String> cells) throws IOException {
        out.append(table.line(cells)).append('\n');
    }

    @Override
    public void end() throws IOException {
        if (!decided) {
            decide();
        }
        out.append('(').append(Quantity.count(rows)).append(rows == 1 ? " row)\n" : " rows)\n");
    }

    /** Control characters as escapes: they would tear the table, or do something to the terminal. */
    private static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        escaped.append(String.format("\\u%04x", c));
                    } else {
                        escaped.append((char) c);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
