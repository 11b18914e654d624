package dev.carbide.parquet.decode;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.parquet.file.MalformedDataException;
import dev.carbide.parquet.file.StoredForm;
import java.lang.foreign.MemorySegment;

/**
 * The dictionary of a column chunk, as a flat column. Its memory lives until {@link #close}. Immutable but for that, so
 * several readers can share it.
 */
public final class Dictionary implements AutoCloseable {
    private final GrowingBytes page;
    private final MemoryScope memory;
    private final Column column;

    private Dictionary(GrowingBytes page, MemoryScope memory, Column column) {
        this.page = page;
        this.memory = memory;
        this.column = column;
    }

    /**
     * Decodes the first {@code length} bytes of {@code page}, PLAIN values of which there are {@code count}, and owns the page
     * from then on; if it throws, the page stays the caller's.
     */
    public static Dictionary decode(
            StoredForm form, GrowingBytes page, int length, int count, PageAllocator pages, MemoryPool pool) {
        requireRoom(form, length, count);
        MemoryScope memory = new MemoryScope(pages, pool);
        try {
            return new Dictionary(page, memory, decode(form, page.ensure(length, length), length, count, memory));
        } catch (Throwable e) {
            memory.close();
            throw e;
        }
    }

    private static void requireRoom(StoredForm form, int length, int count) {
        long least = switch (form.stored()) {
            case BOOLEAN -> throw new MalformedDataException("BOOLEAN values cannot have a dictionary");
            case BYTE_ARRAY -> Integer.BYTES;
            case FIXED_LEN_BYTE_ARRAY -> form.typeLength();
            default -> form.decodedWidth();
        };
        if (count < 0 || count * least > length) {
            throw new MalformedDataException(
                    "a dictionary of " + count + " values cannot lie in a page of " + length + " bytes");
        }
    }

    private static Column decode(StoredForm form, MemorySegment data, int length, int count, MemoryScope memory) {
        ViewTarget views = new ViewTarget(form.type().equals(dev.carbide.offheap.type.DataType.STRING));
        views.setPageBuffer(views.add(data));
        MemorySegment values = decodeValues(form, data, length, count, views, memory);
        if (form.type().isVariableLength()) {
            return Column.views(form.type(), count, values, null, views.buffers());
        }
        ValueRange range = new ValueRange(form.type());
        range.add(values, 0, count);
        Bounds bounds = range.bounds();
        return Column.flat(form.type(), count, values, null, bounds);
    }

    private static MemorySegment decodeValues(
            StoredForm form, MemorySegment data, int length, int count, ViewTarget views, MemoryScope memory) {
        if (form.isIdentity() && !form.isBytes()) {
            return data;
        }
        int width = form.type().physical().bytes();
        MemorySegment values = memory.allocateSegment((long) count * width + ValueDecoder.TAIL_PADDING, 64);
        ValueDecoder decoder = form.isBytes()
                ? new PlainBinaryDecoder(views, form.typeLength())
                : new PlainDecoder(form.decodedWidth());
        decoder.start(data, 0, length, count);
        if (form.isIdentity()) {
            decoder.read(count, values, 0);
            return values;
        }
        ValueConverter converter = new ValueConverter(form, views);
        MemorySegment stored = memory.allocateSegment(
                (long) Math.min(count, ValueDecoder.MAX_READ) * form.decodedWidth() + ValueDecoder.TAIL_PADDING, 64);
        for (int done = 0; done < count; done += ValueDecoder.MAX_READ) {
            int step = Math.min(count - done, ValueDecoder.MAX_READ);
            decoder.read(step, stored, 0);
            converter.convert(stored, step, values, done);
        }
        return values;
    }

    /** Flat and without nulls; the same object for the life of the dictionary. */
    public Column column() {
        return column;
    }

    public int size() {
        return column.length();
    }

    @Override
    public void close() {
        memory.close();
        page.close();
    }
}
