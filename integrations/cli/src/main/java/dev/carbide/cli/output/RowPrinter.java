package dev.carbide.cli.output;

import dev.carbide.offheap.type.Schema;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes one result: {@link #begin}, each row, {@link #end}. Not thread-safe; can be used for one result after the other. */
interface RowPrinter {
    void begin(Schema schema) throws IOException;

    /** @param values boxed, as many as the schema has fields; the array is used again for the next row */
    void row(@Nullable Object[] values) throws IOException;

    void end() throws IOException;
}
