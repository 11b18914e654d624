package dev.carbide.parquet.write;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.type.Field;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes text, bytes, and decimals of more than 18 digits, which are bytes of one length. */
final class BytesColumnWriter extends ColumnWriter {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    /** The largest dictionary of a batch whose codes are translated; it bounds the heap this takes. */
    private static final int MAX_KNOWN = 1 << 15;

    private final MemoryPool pool;
    private final int fixedLength;
    private final BytesDictionary dictionary;
    private final ByteSink decimal;

    /** The dictionary of the column last seen, and our codes for its codes, or -1. */
    private @Nullable Column known;

    private int[] codesOfKnown = new int[0];

    // the value that load found last
    private MemorySegment data = MemorySegment.NULL;
    private long from;
    private int length;

    BytesColumnWriter(Field field, StoredColumn stored, WriterContext context) {
        super(field, stored, context);
        this.pool = context.pool();
        this.fixedLength = stored.bytes();
        this.dictionary = new BytesDictionary(context.dictionaryValues(), context);
        this.decimal = new ByteSink(context.newBytes());
    }

    private void load(Column flat, int place) {
        MemorySegment values = flat.values();
        if (fixedLength > 0) {
            loadDecimal(Columns.getLow(values, place), Columns.getHigh(values, place));
            return;
        }
        long view = (long) place << 4;
        length = values.get(INT, view);
        if (length <= Columns.INLINE_BYTES) {
            data = values;
            from = view + 4;
        } else {
            data = flat.buffers().segment(values.get(INT, view + 8));
            from = values.get(INT, view + 12) & 0xFFFF_FFFFL;
        }
    }

    private void loadDecimal(long low, long high) {
        decimal.clear();
        for (int index = fixedLength - 1; index >= 0; index--) {
            decimal.putByte((int) (index >= 8 ? high >> 8 * (index - 8) : low >>> 8 * index));
        }
        data = decimal.segment();
        from = 0;
        length = fixedLength;
    }

    @Override
    void prepare(Column flat, SelectedRows selected) {
        if (known != flat) {
            known = flat;
            int size = flat.length() <= MAX_KNOWN ? flat.length() : 0;
            if (codesOfKnown.length < size) {
                pool.reserve((long) (size - codesOfKnown.length) * Integer.BYTES);
                codesOfKnown = new int[size];
            }
            Arrays.fill(codesOfKnown, -1);
        }
    }

    @Override
    int encode(Column flat, SelectedRows selected, int[] codes, int at) {
        int count = selected.present();
        for (int index = 0; index < count; index++) {
            int code = code(flat, selected.place(index));
            if (code < 0) {
                return index;
            }
            codes[at + index] = code;
        }
        return count;
    }

    private int code(Column flat, int place) {
        if (place < codesOfKnown.length && codesOfKnown[place] >= 0) {
            return codesOfKnown[place];
        }
        load(flat, place);
        int code = dictionary.code(data, from, length);
        if (place < codesOfKnown.length) {
            codesOfKnown[place] = code;
        }
        return code;
    }

    @Override
    void appendPlain(Column flat, SelectedRows selected, int first, StatisticsCollector statistics, ByteSink out) {
        for (int index = first; index < selected.present(); index++) {
            load(flat, selected.place(index));
            statistics.addBytes(data, from, length);
            append(data, from, length, out);
        }
    }

    private void append(MemorySegment source, long start, int bytes, ByteSink out) {
        if (fixedLength == 0) {
            out.putInt(bytes);
        }
        out.put(source, start, bytes);
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    void appendEntry(int code, ByteSink out) {
        append(dictionary.data(), dictionary.from(code), dictionary.length(code), out);
    }

    @Override
    void collectEntry(int code, StatisticsCollector statistics) {
        statistics.addBytes(dictionary.data(), dictionary.from(code), dictionary.length(code));
    }

    @Override
    void clearDictionary() {
        dictionary.clear();
        known = null;
    }

    @Override
    public void close() {
        super.close();
        dictionary.close();
        decimal.close();
        pool.release((long) codesOfKnown.length * Integer.BYTES);
        codesOfKnown = new int[0];
    }
}
