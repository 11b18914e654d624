package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;
import static dev.carbide.parquet.decode.PageBytes.LONG;

import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Where decoders of byte values put their views, and the table of buffers that the long ones of them point into. The table
 * lives for one batch: {@link #reset} begins a new one, and {@link #add} gives its buffers their indexes.
 */
public final class ViewTarget {
    private static final int VIEW_SHIFT = 4;

    private final boolean text;
    private final List<MemorySegment> segments = new ArrayList<>();
    private ViewBuffers buffers = ViewBuffers.NONE;
    private boolean changed;
    private int pageBuffer;

    /** {@code text} says that values must be UTF-8. */
    public ViewTarget(boolean text) {
        this.text = text;
    }

    public void reset() {
        changed |= !segments.isEmpty();
        segments.clear();
    }

    /** Adds a buffer and returns its index. */
    public int add(MemorySegment buffer) {
        segments.add(buffer);
        changed = true;
        return segments.size() - 1;
    }

    /** A buffer that has been replaced by a larger one with the same contents. */
    void replace(int index, MemorySegment buffer) {
        segments.set(index, buffer);
        changed = true;
    }

    /** Sets the index of the buffer that values of the current page lie in. */
    public void setPageBuffer(int index) {
        pageBuffer = index;
    }

    int pageBuffer() {
        return pageBuffer;
    }

    MemorySegment segment(int index) {
        return segments.get(index);
    }

    /** The table of the batch. */
    public ViewBuffers buffers() {
        if (changed) {
            buffers = segments.isEmpty() ? ViewBuffers.NONE : new ViewBuffers(segments.toArray(MemorySegment[]::new));
            changed = false;
        }
        return buffers;
    }

    /**
     * Writes element {@code row} of {@code views} for the value {@code data[from, from + length)}, {@code data} being buffer
     * {@code buffer} of the table. Reads whole words, so up to 11 bytes more.
     */
    void put(MemorySegment views, long row, MemorySegment data, long from, int length, int buffer) {
        if (text && !Utf8.isValid(data, from, length)) {
            throw new MalformedDataException("a text value of " + length + " bytes is not valid UTF-8");
        }
        long at = row << VIEW_SHIFT;
        views.set(INT, at, length);
        if (length > Columns.INLINE_BYTES) {
            views.set(INT, at + 4, data.get(INT, from));
            views.set(INT, at + 8, buffer);
            views.set(INT, at + 12, (int) from);
        } else {
            long low = data.get(LONG, from);
            int high = data.get(INT, from + 8);
            views.set(LONG, at + 4, length >= 8 ? low : low & (1L << (length << 3)) - 1);
            views.set(INT, at + 12, length <= 8 ? 0 : high & (int) ((1L << (length - 8 << 3)) - 1));
        }
    }
}
