package dev.carbide.parquet.write;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.Field;
import dev.carbide.parquet.decode.BitBuilder;
import dev.carbide.parquet.decode.GrowingBytes;
import java.lang.foreign.MemorySegment;
import org.apache.parquet.format.Encoding;

/**
 * Writes one column, page by page. A column chunk begins with a dictionary; when that is full, or hardly smaller than the
 * page it serves, the chunk goes on with PLAIN pages. Not thread-safe.
 */
abstract class ColumnWriter implements AutoCloseable {
    /** Rows after which the size of a page is looked at. */
    private static final int MAX_PART = 256;

    private final Field field;
    private final WriterContext context;
    private final PageStore store;
    private final StatisticsCollector statistics;
    private final SelectedRows selected = new SelectedRows();
    private final BitBuilder validity = new BitBuilder();
    private final GrowingBytes validityBits;
    private final ByteSink body;
    private final ByteSink plain;
    private final int[] codes;
    private final boolean[] used;
    private final long charged;

    private boolean encoding;
    private int rows;
    private int present;

    ColumnWriter(Field field, StoredColumn stored, WriterContext context) {
        this.field = field;
        this.context = context;
        this.store = new PageStore(context);
        this.statistics = StatisticsCollector.of(field.type(), stored.statisticsBytes());
        this.validityBits = context.newBytes();
        this.body = new ByteSink(context.newBytes());
        this.plain = new ByteSink(context.newBytes());
        boolean dictionary = stored.hasDictionary() && context.dictionaryValues() > 0;
        this.codes = new int[dictionary ? context.pageRows() : 0];
        this.used = new boolean[dictionary ? context.dictionaryValues() : 0];
        this.charged = (long) codes.length * Integer.BYTES + used.length;
        context.pool().reserve(charged);
        startChunk();
    }

    private void startChunk() {
        encoding = codes.length > 0;
        startPage();
    }

    private void startPage() {
        rows = 0;
        present = 0;
        plain.clear();
        validity.start(validityBits.ensure(context.pageRows() / 8 + 8, 0));
    }

    /** Appends rows {@code from} to {@code to} of those that count in the batch. */
    final void append(Batch batch, Column column, int from, int to) {
        int position = from;
        while (position < to) {
            int end = Math.min(Math.min(to, position + MAX_PART), position + context.pageRows() - rows);
            appendPart(batch, column, position, end);
            position = end;
            if (rows == context.pageRows() || plain.length() >= context.pageBytes()) {
                endPage();
            }
        }
    }

    private void appendPart(Batch batch, Column column, int from, int to) {
        selected.take(batch, column, from, to);
        if (selected.present() < selected.rows() && !field.nullable()) {
            throw new CarbideException("Column " + field + " has a NULL");
        }
        for (int index = 0; index < selected.rows(); index++) {
            validity.append(selected.isValid(index), 1);
        }
        Column flat = SelectedRows.flat(column);
        int count = selected.present();
        prepare(flat, selected);
        int coded = encoding ? encode(flat, selected, codes, present) : 0;
        if (encoding && coded < count) {
            leaveDictionary(present + coded);
        }
        if (!encoding) {
            appendPlain(flat, selected, coded, statistics, plain);
        }
        present += count;
        rows += selected.rows();
    }

    /** Writes the {@code coded} values of the page so far as PLAIN, and goes on so. */
    private void leaveDictionary(int coded) {
        encoding = false;
        for (int index = 0; index < coded; index++) {
            appendEntry(codes[index], plain);
        }
        collect(coded);
    }

    /** Adds to the statistics what the page uses of the dictionary. */
    private void collect(int coded) {
        int size = dictionarySize();
        java.util.Arrays.fill(used, 0, size, false);
        for (int index = 0; index < coded; index++) {
            used[codes[index]] = true;
        }
        for (int code = 0; code < size; code++) {
            if (used[code]) {
                collectEntry(code, statistics);
            }
        }
    }

    private void endPage() {
        if (rows == 0) {
            return;
        }
        if (encoding && store.summaries().isEmpty() && !isWorthwhile()) {
            leaveDictionary(present);
        }
        body.clear();
        if (field.nullable()) {
            appendLevels();
        }
        Encoding pageEncoding = Encoding.PLAIN;
        if (encoding) {
            collect(present);
            pageEncoding = Encoding.RLE_DICTIONARY;
            int width = Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(0, dictionarySize() - 1)));
            body.putByte(width);
            HybridEncoder.encode(codes, present, width, body);
        } else {
            finishPlain(plain);
            body.put(plain.segment(), 0, plain.length());
        }
        int length = Math.toIntExact(body.length());
        store.addData(body.segment(), length, rows, pageEncoding, statistics.take(rows - present, rows));
        startPage();
    }

    /** Whether codes and dictionary take clearly less than the values of the page. */
    private boolean isWorthwhile() {
        return dictionarySize() <= present / 2 + 1;
    }

    private void appendLevels() {
        validity.finish();
        body.putInt(0);
        HybridEncoder.encodeBits(validityBits.ensure(0, 0), rows, validity.ones(), body);
        body.segment().set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0, (int) body.length() - Integer.BYTES);
    }

    /** Ends the chunk and returns its pages; {@link #clear} begins the next. */
    final PageStore finishChunk() {
        endPage();
        boolean usesDictionary =
                store.summaries().stream().anyMatch(page -> page.encoding() == Encoding.RLE_DICTIONARY);
        if (usesDictionary) {
            body.clear();
            for (int code = 0; code < dictionarySize(); code++) {
                appendEntry(code, body);
            }
            // an empty dictionary has no bytes, but a page needs memory
            MemorySegment entries = body.reserve(1);
            store.setDictionary(entries, Math.toIntExact(body.length()), dictionarySize());
        }
        return store;
    }

    final void clear() {
        store.clear();
        clearDictionary();
        startChunk();
    }

    final Field field() {
        return field;
    }

    final StatisticsCollector statistics() {
        return statistics;
    }

    /** Bytes of the finished pages and of the current one. */
    final long heldBytes() {
        return store.pages().length() + plain.length();
    }

    /** The number of values of the dictionary of this chunk, if all its pages are encoded with it, or -1. */
    final long distinctValues() {
        return encoding ? dictionarySize() : -1;
    }

    /** Takes note of the next values, before they are encoded or appended. */
    void prepare(Column flat, SelectedRows values) {}

    /** Puts codes of the values to {@code codes[at]} and up, as many as the dictionary has room for; returns how many. */
    abstract int encode(Column flat, SelectedRows values, int[] codes, int at);

    /** Appends the values from number {@code from} on. */
    abstract void appendPlain(Column flat, SelectedRows values, int from, StatisticsCollector statistics, ByteSink out);

    /** Ends a page of PLAIN values. */
    void finishPlain(ByteSink out) {}

    abstract int dictionarySize();

    abstract void appendEntry(int code, ByteSink out);

    abstract void collectEntry(int code, StatisticsCollector statistics);

    abstract void clearDictionary();

    @Override
    public void close() {
        store.close();
        validityBits.close();
        body.close();
        plain.close();
        context.pool().release(charged);
    }
}
