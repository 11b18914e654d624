package dev.carbide.parquet;

import dev.carbide.kernel.format.FormatContext;
import dev.carbide.kernel.format.TableFormat;
import dev.carbide.operators.scan.Table;
import java.util.Locale;

/** Registers Parquet with the kernel: files that end in {@code .parquet}, {@code .parq} or {@code .pq}. */
public final class ParquetFormat implements TableFormat {
    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public boolean accepts(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".parquet") || name.endsWith(".parq") || name.endsWith(".pq");
    }

    @Override
    public Table open(String path, FormatContext context) {
        return ParquetTable.open(path, context.files(), context.pool());
    }
}
