package dev.carbide.cli.output;

import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How results are printed. */
public enum ResultFormat {
    /** Aligned columns for people, with the number of rows below. */
    TABLE,
    /** As in RFC 4180, but lines end with a line feed; NULL is empty, an empty string is quoted. */
    CSV,
    /** Tabs between values; tab, line feed, carriage return and backslash escaped by a backslash; NULL is {@code \N}. */
    TSV,
    /** An array of objects, one per line. */
    JSON;

    /**
     * Prints all rows of a result, as they come.
     *
     * @return their number
     * @throws IOException if {@code out} cannot be written to
     */
    public long print(ResultStream result, Appendable out) throws IOException {
        RowPrinter printer = printer(out);
        printer.begin(result.schema());
        @Nullable Object[] row = new Object[result.schema().size()];
        long rows = 0;
        for (Batch batch = result.next(); batch != null; batch = result.next()) {
            print(batch, row, printer);
            rows += batch.selectedCount();
        }
        printer.end();
        return rows;
    }

    private static void print(Batch batch, @Nullable Object[] row, RowPrinter printer) throws IOException {
        int[] selection = batch.selection();
        for (int at = 0; at < batch.selectedCount(); at++) {
            int index = selection == null ? at : selection[at];
            for (int column = 0; column < row.length; column++) {
                row[column] = BoxedValues.get(batch.column(column), index);
            }
            printer.row(row);
        }
    }

    RowPrinter printer(Appendable out) {
        return switch (this) {
            case TABLE -> new TablePrinter(out);
            case CSV -> new DelimitedPrinter(out, ',', CsvText::append, "");
            case TSV -> new DelimitedPrinter(out, '\t', TsvText::append, TsvText.NULL);
            case JSON -> new JsonPrinter(out);
        };
    }

    /** As the user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
