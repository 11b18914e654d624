package dev.carbide.kernel.format;

import dev.carbide.operators.scan.Table;

/** A file format whose files can be read as tables. Found by {@link java.util.ServiceLoader}; stateless, thread-safe. */
public interface TableFormat {
    /** Lower case, unique: {@code parquet}. */
    String name();

    /** Whether a file of this path looks, by its name, as if it were of this format. The file need not be opened. */
    boolean accepts(String path);

    /**
     * Opens the table that a path stands for.
     *
     * @param path as the user wrote it: a file, a directory or a glob; serves names and messages
     * @param context what the path stands for, and the memory to charge
     * @return a table; if it holds resources it is AutoCloseable and closed by whoever opened it
     * @throws dev.carbide.offheap.error.CarbideException naming the file, if one cannot be read or does not fit the others
     */
    Table open(String path, FormatContext context);
}
