package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.PhysicalType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one column in one encoding, one batch behind the other, copied: flat values, or codes into one dictionary.
 * Not thread-safe.
 */
final class GrowingColumn implements AutoCloseable {
    private final DataType type;
    private final @Nullable GrowingColumn dictionary;
    private final int shift;
    private final CacheMemory memory;
    private final Area values;
    private final TextHeap heap;
    private @Nullable Area validity;
    private @Nullable Column dictionaryColumn;
    private int rows;

    private GrowingColumn(DataType type, @Nullable GrowingColumn dictionary, CacheMemory memory) {
        this.type = type;
        this.dictionary = dictionary;
        this.shift = dictionary != null ? 2 : type.physical().shift();
        this.memory = memory;
        this.values = new Area(memory);
        this.heap = new TextHeap(memory);
    }

    static GrowingColumn flat(DataType type, CacheMemory memory) {
        return new GrowingColumn(type, null, memory);
    }

    /** Codes into {@code dictionary}, which is complete and from now on belongs to the new column. */
    static GrowingColumn codes(GrowingColumn dictionary, CacheMemory memory) {
        return new GrowingColumn(dictionary.type, dictionary, memory);
    }

    /** Makes room for so many rows in all, as far as that can be known before. */
    void reserve(long total) {
        values.reserve(total << shift);
    }

    int rows() {
        return rows;
    }

    boolean isFlat() {
        return dictionary == null;
    }

    /** Copies rows; those of codes must come with codes into the same entries. */
    void append(Column column, int from, int count) {
        long to = values.extend((long) count << shift);
        if (dictionary != null) {
            RawMemory.copy(column.values().address() + ((long) from << 2), to, (long) count << 2);
        } else if (type.isVariableLength()) {
            appendViews(column, from, count);
        } else if (column.encoding() == Encoding.FLAT) {
            RawMemory.copy(column.values().address() + ((long) from << shift), to, (long) count << shift);
        } else {
            gather(column, from, count, to);
        }
        appendValidity(column, from, count);
        rows += count;
    }

    private void gather(Column column, int from, int count, long to) {
        Column source = column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
        long base = source.values().address();
        int width = 1 << shift;
        for (int row = 0; row < count; row++) {
            RawMemory.copy(base + ((long) index(column, from + row) << shift), to + (long) row * width, width);
        }
    }

    /** Where the value of a row lies in the values of the column, or of its dictionary. */
    private static int index(Column column, int row) {
        return switch (column.encoding()) {
            case FLAT -> row;
            case CONSTANT -> 0;
            case DICTIONARY -> Columns.getInt(column.values(), row);
        };
    }

    private void appendViews(Column column, int from, int count) {
        Column source = column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
        MemorySegment views = source.values();
        MemorySegment to = values.segment();
        for (int row = 0; row < count; row++) {
            int index = index(column, from + row);
            int length = column.isValid(from + row) ? Columns.viewLength(views, index) : 0;
            if (length == 0) {
                Columns.putInt128(to, rows + row, 0, 0);
            } else if (length <= Columns.INLINE_BYTES) {
                Columns.putInt128(to, rows + row, Columns.getLow(views, index), Columns.getHigh(views, index));
            } else {
                long address = Columns.viewAddress(views, source.buffers(), index);
                int offset = heap.add(address, length);
                Columns.putView(to, rows + row, address, length, heap.buffer(), offset);
            }
        }
    }

    private void appendValidity(Column column, int from, int count) {
        Area bits = validity;
        if (bits == null && !column.hasNulls()) {
            return;
        }
        int after = rows + count;
        if (bits == null) {
            bits = new Area(memory);
            validity = bits;
            RawMemory.fill(bits.extend(bytesFor(rows)), bytesFor(rows), (byte) -1);
        }
        bits.extend(bytesFor(after) - bytesFor(rows));
        MemorySegment segment = bits.segment();
        for (int row = 0; row < count; row++) {
            Columns.setValid(segment, rows + row, column.isValid(from + row));
        }
    }

    private static long bytesFor(int bits) {
        return (bits + 7) >> 3;
    }

    /** Forgets all rows; keeps the memory, and the dictionary. */
    void clear() {
        values.clear();
        heap.clear();
        if (validity != null) {
            validity.close();
            validity = null;
        }
        rows = 0;
    }

    /** Gives back memory that no row has come to need. */
    void trim() {
        values.trim();
        heap.trim();
        if (validity != null) {
            validity.trim();
        }
        if (dictionary != null) {
            dictionary.trim();
        }
    }

    /** All rows; valid until more are added, or {@link #trim} or {@link #close}. */
    Column view() {
        MemorySegment bits = validity == null ? null : validity.segment();
        if (dictionary != null) {
            if (dictionaryColumn == null) {
                dictionaryColumn = dictionary.view();
            }
            return Column.dictionary(rows, values.segment(), bits, dictionaryColumn);
        }
        return type.physical() == PhysicalType.VIEW
                ? Column.views(type, rows, values.segment(), bits, new ViewBuffers(heap.segments()))
                : Column.flat(type, rows, values.segment(), bits, type.bounds());
    }

    /** The memory that long strings take, those of a dictionary left out. */
    long textBytes() {
        return heap.bytes();
    }

    /** The memory it takes. */
    long bytes() {
        return values.bytes()
                + heap.bytes()
                + (validity == null ? 0 : validity.bytes())
                + (dictionary == null ? 0 : dictionary.bytes());
    }

    @Override
    public void close() {
        values.close();
        heap.close();
        if (validity != null) {
            validity.close();
            validity = null;
        }
        if (dictionary != null) {
            dictionary.close();
        }
        rows = 0;
    }
}
