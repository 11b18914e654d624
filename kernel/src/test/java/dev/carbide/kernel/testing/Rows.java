package dev.carbide.kernel.testing;

import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as values of Java. */
public final class Rows {
    private Rows() {}

    /** What is left of a result; closes it. */
    public static List<List<@Nullable Object>> all(ResultStream result) {
        try (result) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int column = 0; column < batch.columnCount(); column++) {
                        values.add(BoxedValues.get(batch.column(column), row));
                    }
                    rows.add(values);
                }
            }
            return rows;
        }
    }
}
