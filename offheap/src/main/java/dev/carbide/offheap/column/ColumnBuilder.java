package dev.carbide.offheap.column;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one flat column of a fixed capacity, in any order of rows; every row must be written before the column is built.
 * Rows are valid until {@link #setNull}. Strings of more than 12 bytes are copied into buffers that grow as needed, fixed
 * width never grows.
 *
 * <p>Generated loops write {@link #values()} directly. Memory belongs to the builder, or to the {@link BatchBuilder} that
 * made it, until it is handed over. Not thread-safe.
 */
public final class ColumnBuilder implements AutoCloseable {
    /** Readable bytes behind the last row of values and validity. */
    static final int PADDING = 64;

    private static final long FIRST_BUFFER = 4 << 10;
    private static final long LARGEST_BUFFER = 1 << 20;

    private final DataType type;
    private final int capacity;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private @Nullable Page own;
    private @Nullable MemorySegment values;
    private @Nullable MemorySegment validityArea;
    private boolean mayHaveNulls;
    private Bounds bounds;

    private List<Page> buffers = new ArrayList<>();
    private long buffer;
    private int bufferUsed;
    private int bufferSize;
    private long nextBuffer = FIRST_BUFFER;

    /** A builder without memory: {@link #start} follows. */
    ColumnBuilder(DataType type, int capacity, MemoryPool pool, PageAllocator pages) {
        this.type = type;
        this.capacity = capacity;
        this.pool = pool;
        this.pages = pages;
        this.bounds = type.bounds();
    }

    /** A builder with memory of its own. */
    public static ColumnBuilder create(DataType type, int capacity, MemoryPool pool, PageAllocator pages) {
        ColumnBuilder builder = new ColumnBuilder(type, capacity, pool, pages);
        builder.own = pages.allocate(pool, builder.fixedBytes());
        builder.start(builder.own.segment());
        return builder;
    }

    /** The bytes that {@link #start} needs. */
    long fixedBytes() {
        return validityOffset() + aligned(capacity + 7 >> 3) + PADDING;
    }

    private long validityOffset() {
        return aligned((long) capacity << type.physical().shift()) + PADDING;
    }

    private static long aligned(long bytes) {
        return bytes + PADDING - 1 & -PADDING;
    }

    /** Begins a column in this memory. String buffers of the last column, if it still has them, are used again. */
    void start(MemorySegment memory) {
        values = memory.asSlice(0, validityOffset());
        validityArea = memory.asSlice(validityOffset(), aligned(capacity + 7 >> 3) + PADDING);
        restart();
    }

    /** Forgets all rows, to write them anew into the same memory. Columns built or viewed before must be out of use. */
    public void restart() {
        mayHaveNulls = false;
        bounds = type.bounds();
        while (buffers.size() > 1) {
            buffers.removeFirst().free();
        }
        if (!buffers.isEmpty()) {
            useBuffer(buffers.getFirst());
        }
    }

    public DataType type() {
        return type;
    }

    /** Rows. */
    public int capacity() {
        return capacity;
    }

    /** The values at physical width, for direct writing; stays the same until the column is handed over. */
    public MemorySegment values() {
        if (values == null) {
            throw new CarbideInternalException("Builder of a " + type + " column has no memory: start it first");
        }
        return values;
    }

    /**
     * The validity bits, all ones at first, for direct writing. Whoever clears the bit of a string here must also write
     * some view into that row.
     */
    public MemorySegment validity() {
        if (validityArea == null) {
            throw new CarbideInternalException("Builder of a " + type + " column has no memory: start it first");
        }
        if (!mayHaveNulls) {
            validityArea.fill((byte) -1);
            mayHaveNulls = true;
        }
        return validityArea;
    }

    /** Writes an integral value (INT8 to INT64, BOOLEAN as 0 or 1, DATE, TIMESTAMP, narrow DECIMAL) at physical width. */
    public void putLong(int row, long value) {
        switch (type.physical()) {
            case INT8 -> Columns.putByte(values(), row, (byte) value);
            case INT16 -> Columns.putShort(values(), row, (short) value);
            case INT32 -> Columns.putInt(values(), row, (int) value);
            case INT64 -> Columns.putLong(values(), row, value);
            case INT128 -> Columns.putInt128(values(), row, value, value >> 63);
            default -> throw new CarbideInternalException("Integral value for a column of " + type);
        }
    }

    public void putInt128(int row, long low, long high) {
        Columns.putInt128(values(), row, low, high);
    }

    public void putFloat(int row, float value) {
        Columns.putFloat(values(), row, value);
    }

    public void putDouble(int row, double value) {
        Columns.putDouble(values(), row, value);
    }

    /** Copies the {@code length} bytes at {@code address}. */
    public void putView(int row, long address, int length) {
        if (length <= Columns.INLINE_BYTES) {
            Columns.putView(values(), row, address, length, 0, 0);
            return;
        }
        int offset = claim(length);
        RawMemory.copy(address, buffer + offset, length);
        Columns.putView(values(), row, address, length, buffers.size() - 1, offset);
    }

    /** Copies a heap array. */
    public void putBytes(int row, byte[] bytes) {
        if (bytes.length > Columns.INLINE_BYTES) {
            int offset = claim(bytes.length);
            RawMemory.copyFromHeap(bytes, 0, buffer + offset, bytes.length);
            Columns.putView(values(), row, buffer + offset, bytes.length, buffers.size() - 1, offset);
            return;
        }
        MemorySegment views = values();
        long at = (long) row << 4;
        Columns.putInt128(views, row, bytes.length, 0);
        RawMemory.copyFromHeap(bytes, 0, views.address() + at + Integer.BYTES, bytes.length);
    }

    public void setNull(int row) {
        Columns.setValid(validity(), row, false);
        if (type.isVariableLength()) {
            Columns.putInt128(values(), row, 0, 0);
        }
    }

    /** What holds for every valid value of this column; the type's own bounds unless said otherwise. Until the next start. */
    public void bounds(Bounds known) {
        bounds = known;
    }

    /** Room for that many string bytes: the offset in the current buffer, which may be a new one. */
    private int claim(int length) {
        if (length > bufferSize - bufferUsed) {
            growBuffers(length);
        }
        int offset = bufferUsed;
        bufferUsed += length;
        return offset;
    }

    private void growBuffers(int length) {
        Page page = pages.allocate(pool, Math.max(nextBuffer, length));
        nextBuffer = Math.min(2 * nextBuffer, LARGEST_BUFFER);
        buffers.add(page);
        useBuffer(page);
    }

    private void useBuffer(Page page) {
        buffer = page.address();
        bufferUsed = 0;
        bufferSize = (int) Math.min(page.size(), Integer.MAX_VALUE);
    }

    /** The bytes of strings that do not fit their views, as far as they lie in the buffers of this builder. */
    public long bufferBytes() {
        long bytes = 0;
        for (Page page : buffers) {
            bytes += page.size();
        }
        return bytes - (bufferSize - bufferUsed);
    }

    /** The first {@code rows} rows; valid until this builder is started again, closed, or handed over. */
    public Column view(int rows) {
        if (rows < 0 || rows > capacity) {
            throw new CarbideInternalException("Column of " + rows + " rows from a builder of " + capacity);
        }
        MemorySegment bits = mayHaveNulls && hasNulls(rows) ? validity() : null;
        return type.isVariableLength()
                ? Column.views(type, rows, values(), bits, viewBuffers())
                : Column.flat(type, rows, values(), bits, bounds);
    }

    private ViewBuffers viewBuffers() {
        if (buffers.isEmpty()) {
            return ViewBuffers.NONE;
        }
        return new ViewBuffers(buffers.stream().map(Page::segment).toArray(MemorySegment[]::new));
    }

    private boolean hasNulls(int rows) {
        for (int row = 0; row + Long.SIZE <= rows; row += Long.SIZE) {
            if (Columns.getLong(validity(), row >> 6) != -1) {
                return true;
            }
        }
        long rest = (1L << rows) - 1;
        return (Columns.getLong(validity(), rows >> 6) & rest) != rest;
    }

    /** Gives up the memory of the current column; its string buffers are added to {@code owner}. */
    void handOver(List<Page> owner) {
        owner.addAll(buffers);
        buffers = new ArrayList<>();
        bufferUsed = 0;
        bufferSize = 0;
        nextBuffer = FIRST_BUFFER;
        values = null;
        validityArea = null;
    }

    /** Frees what has not been handed over. */
    @Override
    public void close() {
        List<Page> left = new ArrayList<>();
        handOver(left);
        if (own != null) {
            left.add(own);
            own = null;
        }
        left.forEach(Page::free);
    }
}
