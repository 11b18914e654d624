package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.memory.PinSet;
import org.jspecify.annotations.Nullable;

/** Reads the morsels of one worker, batch by batch. Used by one thread at a time. */
public interface BatchReader extends AutoCloseable {
    /** Adds what this reader must be inside of while {@link #next} runs: the pins of memory that can be written out. */
    default void addPins(PinSet pins) {}

    /**
     * The next batch, never empty, or null at the end. Its memory is borrowed: valid until the next call or {@link #close()}
     * unless it can be retained.
     */
    @Nullable
    Batch next();

    @Override
    void close();
}
