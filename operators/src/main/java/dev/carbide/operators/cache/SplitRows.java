package dev.carbide.operators.cache;

import dev.carbide.offheap.column.Batch;
import org.jspecify.annotations.Nullable;

/** Rows of a split, or of a part of it, for one reader. Not thread-safe. */
interface SplitRows extends AutoCloseable {
    /** The next batch, or null at the end; valid until the next call. */
    @Nullable
    Batch next();

    @Override
    void close();
}
