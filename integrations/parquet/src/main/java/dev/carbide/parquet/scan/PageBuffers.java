package dev.carbide.parquet.scan;

import dev.carbide.parquet.decode.GrowingBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed pages of one column that are in use: the current one, and those before it whose bytes the current batch
 * points into.
 */
final class PageBuffers implements AutoCloseable {
    private final ReaderMemory memory;
    /** The last one is the current page's. */
    private final List<GrowingBytes> held = new ArrayList<>();

    private @Nullable GrowingBytes spare;

    PageBuffers(ReaderMemory memory) {
        this.memory = memory;
    }

    /** A buffer for the next page; {@code keep} says that the batch still needs the current one. */
    GrowingBytes next(boolean keep) {
        if (!keep) {
            releaseAll();
        }
        GrowingBytes buffer = spare == null ? memory.newBytes() : spare;
        spare = null;
        held.add(buffer);
        return buffer;
    }

    /** The batch is done: only the current page is needed. */
    void releaseEarlier() {
        while (held.size() > 1) {
            release(held.removeFirst());
        }
    }

    void releaseAll() {
        while (!held.isEmpty()) {
            release(held.removeFirst());
        }
    }

    /** Keeps the larger of two buffers that nobody needs. */
    private void release(GrowingBytes buffer) {
        GrowingBytes other = spare;
        if (other == null) {
            spare = buffer;
        } else if (buffer.capacity() > other.capacity()) {
            other.close();
            spare = buffer;
        } else {
            buffer.close();
        }
    }

    @Override
    public void close() {
        releaseAll();
        if (spare != null) {
            spare.close();
            spare = null;
        }
    }
}
