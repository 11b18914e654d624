package dev.carbide.cli.compare;

import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole result on the heap. Values are null, Boolean, BigDecimal for all exact numbers, Double, LocalDate, String (and
 * what else an engine has as its text).
 *
 * @param columns names
 * @param rows each as long as {@code columns}
 */
public record ResultRows(List<String> columns, List<List<@Nullable Object>> rows) {
    /** Reads a result to its end. */
    public static ResultRows of(ResultStream result) {
        Schema schema = result.schema();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Batch batch = result.next(); batch != null; batch = result.next()) {
            append(batch, rows);
        }
        return of(schema, rows);
    }

    /** Appends the rows of a batch as {@link BoxedValues}. */
    public static void append(Batch batch, List<@Nullable Object[]> rows) {
        int[] selection = batch.selection();
        for (int at = 0; at < batch.selectedCount(); at++) {
            int index = selection == null ? at : selection[at];
            @Nullable Object[] row = new Object[batch.columnCount()];
            for (int column = 0; column < row.length; column++) {
                row[column] = BoxedValues.get(batch.column(column), index);
            }
            rows.add(row);
        }
    }

    /** Of rows of {@link BoxedValues}. */
    public static ResultRows of(Schema schema, List<@Nullable Object[]> boxed) {
        List<List<@Nullable Object>> rows = new ArrayList<>(boxed.size());
        for (@Nullable Object[] values : boxed) {
            List<@Nullable Object> row = new ArrayList<>(values.length);
            for (int column = 0; column < values.length; column++) {
                row.add(comparable(schema.type(column), values[column]));
            }
            rows.add(row);
        }
        return new ResultRows(schema.fields().stream().map(Field::name).toList(), rows);
    }

    private static @Nullable Object comparable(DataType type, @Nullable Object value) {
        return switch (type) {
            case DateType ignored when value != null -> LocalDate.ofEpochDay((Integer) value);
            case IntegerType ignored when value != null -> BigDecimal.valueOf((Long) value);
            case TimestampType ignored when value != null -> value.toString();
            case BinaryType ignored when value != null -> HexFormat.of().formatHex((byte[]) value);
            default -> value instanceof Float number ? (Object) number.doubleValue() : value;
        };
    }
}
