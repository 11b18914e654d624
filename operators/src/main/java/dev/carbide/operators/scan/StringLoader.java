package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Strings: codes into one dictionary for the whole table as long as values repeat, else views, for the blocks before as
 * well.
 */
final class StringLoader extends ColumnLoader {
    /** The largest buffer of strings of one block; a longer string has one for itself. */
    private static final long LARGEST_BUFFER = 256 << 20;

    private final MemoryPool pool;
    private final PageAllocator pages;
    private TableMemory codeMemory;
    private final List<Codes> codes = new ArrayList<>();
    private final List<Column> blocks = new ArrayList<>();
    private @Nullable StringDictionary dictionary;
    private long rows;
    private long bytes;
    private long distinctCount;

    StringLoader(DataType type, TableMemory memory, MemoryPool pool, PageAllocator pages) {
        super(type, memory, pool, pages);
        this.pool = pool;
        this.pages = pages;
        codeMemory = new TableMemory(pool, pages);
        dictionary = new StringDictionary(pool, pages);
    }

    /** A block of codes without its dictionary. */
    private record Codes(
            int rows, MemorySegment values, @Nullable MemorySegment validity) {}

    /** Strings by number. */
    private interface Strings {
        long address(int row);

        int length(int row);
    }

    @Override
    void sealStaged(Column staged) {
        if (dictionary != null) {
            encode(staged, dictionary);
        } else {
            blocks.add(flat(staged.length(), copyValidity(staged), stringsOf(staged)));
        }
        count(staged);
    }

    private void encode(Column staged, StringDictionary into) {
        Strings strings = stringsOf(staged);
        MemorySegment values = codeMemory.allocate((long) staged.length() << 2);
        boolean fits = true;
        for (int row = 0; row < staged.length() && fits; row++) {
            int code = staged.isValid(row) ? into.code(strings.address(row), strings.length(row)) : 0;
            Columns.putInt(values, row, code);
            fits = code != StringDictionary.FULL;
        }
        if (fits && 2L * into.size() <= rows + staged.length()) {
            codes.add(new Codes(staged.length(), values, copyValidity(staged)));
        } else {
            decodeAll(into);
            blocks.add(flat(staged.length(), copyValidity(staged), strings));
        }
    }

    /** Gives up the dictionary. */
    private void decodeAll(StringDictionary from) {
        for (Codes block : codes) {
            blocks.add(flat(block.rows, block.validity, new Strings() {
                @Override
                public long address(int row) {
                    return from.address(Columns.getInt(block.values, row));
                }

                @Override
                public int length(int row) {
                    boolean valid = block.validity == null || Columns.isValid(block.validity, row);
                    return valid ? from.length(Columns.getInt(block.values, row)) : 0;
                }
            }));
        }
        for (int code = 0; code < from.size(); code++) {
            distinct.add(Hash.ofBytes(from.address(code), from.length(code)));
        }
        codes.clear();
        codeMemory.close();
        from.close();
        dictionary = null;
    }

    private static Strings stringsOf(Column staged) {
        MemorySegment views = staged.values();
        ViewBuffers buffers = staged.buffers();
        return new Strings() {
            @Override
            public long address(int row) {
                return Columns.viewAddress(views, buffers, row);
            }

            @Override
            public int length(int row) {
                return Columns.viewLength(views, row);
            }
        };
    }

    private Column flat(int count, @Nullable MemorySegment validity, Strings strings) {
        long left = 0;
        for (int row = 0; row < count; row++) {
            left += longBytes(strings.length(row));
        }
        MemorySegment views = memory.allocate((long) count << 4);
        List<MemorySegment> buffers = new ArrayList<>();
        long room = 0;
        long used = 0;
        for (int row = 0; row < count; row++) {
            int length = strings.length(row);
            if (length == 0) {
                Columns.putInt128(views, row, 0, 0);
                continue;
            }
            long address = strings.address(row);
            if (longBytes(length) > room - used) {
                room = Math.max(length, Math.min(left, LARGEST_BUFFER));
                used = 0;
                buffers.add(memory.allocate(room));
            }
            if (length > Columns.INLINE_BYTES) {
                RawMemory.copy(address, buffers.getLast().address() + used, length);
            }
            Columns.putView(views, row, address, length, buffers.size() - 1, (int) used);
            used += longBytes(length);
            left -= longBytes(length);
        }
        return Column.views(type, count, views, validity, new ViewBuffers(buffers.toArray(MemorySegment[]::new)));
    }

    private static int longBytes(int length) {
        return length > Columns.INLINE_BYTES ? length : 0;
    }

    private void count(Column staged) {
        Strings strings = stringsOf(staged);
        for (int row = 0; row < staged.length(); row++) {
            if (staged.isValid(row)) {
                bytes += strings.length(row);
                if (dictionary == null) {
                    distinct.add(Hash.ofBytes(strings.address(row), strings.length(row)));
                }
            }
        }
        rows += staged.length();
    }

    @Override
    List<Column> finish() {
        StringDictionary entries = dictionary;
        if (entries == null) {
            return blocks;
        }
        distinctCount = entries.size();
        Column shared = entries.toColumn(type, memory);
        for (Codes block : codes) {
            blocks.add(Column.dictionary(block.rows, block.values, block.validity, shared));
        }
        return blocks;
    }

    @Override
    boolean hasValues(int block) {
        return true;
    }

    @Override
    TableMemory takeMemory() {
        TableMemory taken = codeMemory;
        codeMemory = new TableMemory(pool, pages);
        return taken;
    }

    @Override
    TableStatistics.ColumnStatistics statistics() {
        return new TableStatistics.ColumnStatistics(
                OptionalDouble.of(distinctCount > 0 ? distinctCount : distinct.estimate()),
                Bounds.UNBOUNDED,
                rows == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) bytes / rows));
    }

    @Override
    public void close() {
        super.close();
        codeMemory.close();
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
    }
}
