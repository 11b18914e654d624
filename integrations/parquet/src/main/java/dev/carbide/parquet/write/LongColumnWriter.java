package dev.carbide.parquet.write;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.type.Field;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.parquet.format.Type;

/** Writes values that fit a long: BOOLEAN, integers, dates, timestamps, decimals up to 18 digits, bits of floating point. */
final class LongColumnWriter extends ColumnWriter {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final boolean bits;
    private final int bytes;
    private final LongDictionary dictionary;
    private final long[] values = new long[Batch.MAX_ROWS];
    private final long[] one = new long[1];
    /** Of BOOLEAN values, those that do not fill a byte yet. */
    private int partial;

    private int partialBits;

    LongColumnWriter(Field field, StoredColumn stored, WriterContext context) {
        super(field, stored, context);
        this.bits = stored.physical() == Type.BOOLEAN;
        this.bytes = stored.bytes();
        this.dictionary = new LongDictionary(context.dictionaryValues(), context.pool());
    }

    @Override
    void prepare(Column flat, SelectedRows selected) {
        int count = selected.present();
        MemorySegment source = flat.values();
        switch (flat.type().physical()) {
            case INT8 -> {
                for (int index = 0; index < count; index++) {
                    values[index] = Columns.getByte(source, selected.place(index));
                }
            }
            case INT16 -> {
                for (int index = 0; index < count; index++) {
                    values[index] = Columns.getShort(source, selected.place(index));
                }
            }
            case INT32, FLOAT32 -> {
                for (int index = 0; index < count; index++) {
                    values[index] = Columns.getInt(source, selected.place(index));
                }
            }
            default -> {
                for (int index = 0; index < count; index++) {
                    values[index] = Columns.getLong(source, selected.place(index));
                }
            }
        }
    }

    @Override
    int encode(Column flat, SelectedRows selected, int[] codes, int at) {
        int count = selected.present();
        for (int index = 0; index < count; index++) {
            int code = dictionary.code(values[index]);
            if (code < 0) {
                return index;
            }
            codes[at + index] = code;
        }
        return count;
    }

    @Override
    void appendPlain(Column flat, SelectedRows selected, int from, StatisticsCollector statistics, ByteSink out) {
        int count = selected.present() - from;
        if (from > 0) {
            System.arraycopy(values, from, values, 0, count);
        }
        statistics.addBits(values, count);
        if (bits) {
            appendBits(count, out);
            return;
        }
        MemorySegment target = out.reserve((long) count * bytes);
        long at = out.length();
        if (bytes == 4) {
            for (int index = 0; index < count; index++) {
                target.set(INT, at + ((long) index << 2), (int) values[index]);
            }
        } else {
            MemorySegment.copy(values, 0, target, LONG, at, count);
        }
        out.advance((long) count * bytes);
    }

    private void appendBits(int count, ByteSink out) {
        for (int index = 0; index < count; index++) {
            partial |= (int) values[index] << partialBits;
            if (++partialBits == 8) {
                finishPlain(out);
            }
        }
    }

    @Override
    void finishPlain(ByteSink out) {
        if (partialBits > 0) {
            out.putByte(partial);
            partial = 0;
            partialBits = 0;
        }
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    void appendEntry(int code, ByteSink out) {
        if (bytes == 4) {
            out.putInt((int) dictionary.value(code));
        } else {
            out.putLong(dictionary.value(code));
        }
    }

    @Override
    void collectEntry(int code, StatisticsCollector statistics) {
        one[0] = dictionary.value(code);
        statistics.addBits(one, 1);
    }

    @Override
    void clearDictionary() {
        dictionary.clear();
    }

    @Override
    public void close() {
        super.close();
        dictionary.close();
    }
}
