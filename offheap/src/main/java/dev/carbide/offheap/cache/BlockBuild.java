package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;

/** A block in the making. Used by one thread at a time. */
sealed interface BlockBuild extends AutoCloseable permits ResidentBuild, FrameBuild {
    /** Copies rows of a column. */
    void append(Column column, int from, int count);

    /** The block of all rows, which is the caller's; {@link #close} then has no effect. */
    MemoryForm finish();

    /** Frees everything. */
    @Override
    void close();
}
