package dev.carbide.parquet.decode;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.parquet.file.MalformedDataException;
import dev.carbide.parquet.file.StoredForm;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Makes the columns of batches of what is decoded from pages. Text and binary values stay dictionary codes as long as all
 * pages of a batch have them; all else becomes flat. The memory of a column is used again for the next.
 *
 * <p>Per batch: {@link #startBatch}; then {@link #startPage} for each page that begins, {@link #read} for the values that
 * are not NULL; then {@link #finish}. Not thread-safe.
 */
public final class ColumnDecoder implements AutoCloseable {
    /** Heap that a decoder takes: codes and, with delta encodings, lengths. */
    public static final long HEAP_BYTES = 64 << 10;

    private final StoredForm form;
    private final int width;
    private final MemorySegment values;
    private final @Nullable MemorySegment stored;
    private final int[] codes;
    private final ViewTarget views;
    private final ValueConverter converter;
    private final ValueRange range;
    private final BatchBuffer batchBuffer;
    private final GrowingBytes batchBytes;
    private final GrowingBytes previousValue;
    private final Map<Encoding, ValueDecoder> decoders = new EnumMap<>(Encoding.class);
    private final HybridDecoder codeRuns = new HybridDecoder();

    private @Nullable Dictionary dictionary;
    /** Null while the page has dictionary codes. */
    private @Nullable ValueDecoder decoder;

    private MemorySegment pageData = MemorySegment.NULL;
    private int present;
    /** Whether all values of the batch so far are in {@code codes}. */
    private boolean onlyCodes;

    /** For batches of up to {@code batchRows} rows; {@code memory} outlives the decoder. */
    public ColumnDecoder(StoredForm form, int batchRows, MemoryScope memory, PageAllocator pages, MemoryPool pool) {
        this.form = form;
        this.width = form.type().physical().bytes();
        this.values = memory.allocateSegment((long) batchRows * width + ValueDecoder.TAIL_PADDING, 64);
        this.stored = form.isIdentity()
                ? null
                : memory.allocateSegment((long) batchRows * form.decodedWidth() + ValueDecoder.TAIL_PADDING, 64);
        this.codes = new int[batchRows];
        this.views = new ViewTarget(form.type().equals(DataType.STRING));
        this.converter = new ValueConverter(form, views);
        this.range = new ValueRange(form.type());
        this.batchBytes = new GrowingBytes(pages, pool);
        this.previousValue = new GrowingBytes(pages, pool);
        this.batchBuffer = new BatchBuffer(views, batchBytes);
    }

    /** Begins a column chunk; the dictionary stays its owner's, and null if the chunk has none. */
    public void startChunk(@Nullable Dictionary dictionary) {
        this.dictionary = dictionary;
        this.decoder = null;
        this.pageData = MemorySegment.NULL;
    }

    public void startBatch() {
        present = 0;
        range.reset();
        views.reset();
        batchBuffer.startBatch();
        onlyCodes = form.type().isVariableLength() && dictionary != null && dictionary.size() > 0;
        if (dictionary != null && form.type().isVariableLength()) {
            views.add(dictionary.column().buffers().segment(0));
        }
        addPageBuffer();
    }

    /** Views point into the page, so the page belongs to the table of the batch. */
    private void addPageBuffer() {
        if (form.isBytes() && decoder != null) {
            views.setPageBuffer(views.add(pageData));
        }
    }

    /**
     * Begins the values {@code data[from, to)} of a page of {@code rows} rows. The bytes must stay until another page has
     * begun and, of {@link StoredForm#isBytes bytes}, until another batch has begun after that.
     */
    public void startPage(Encoding encoding, MemorySegment data, long from, long to, int rows) {
        pageData = data;
        if (encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY) {
            startCodes(data, from, to);
            return;
        }
        decoder = decoders.get(encoding);
        if (decoder == null) {
            decoder = newDecoder(encoding);
            decoders.put(encoding, decoder);
        }
        decoder.start(data, from, to, rows);
        addPageBuffer();
    }

    private void startCodes(MemorySegment data, long from, long to) {
        if (dictionary == null) {
            throw new MalformedDataException("the page has dictionary codes, but there is no dictionary page");
        }
        decoder = null;
        // a page of nulls only may have no bytes at all
        int bits = from < to ? data.get(java.lang.foreign.ValueLayout.JAVA_BYTE, from) & 0xFF : 0;
        codeRuns.start(data, Math.min(from + 1, to), to, bits);
    }

    private ValueDecoder newDecoder(Encoding encoding) {
        Type type = form.stored();
        boolean fixed = type != Type.BOOLEAN && type != Type.BYTE_ARRAY;
        ValueDecoder made = switch (encoding) {
            case PLAIN ->
                switch (type) {
                    case BOOLEAN -> new BooleanDecoder(false);
                    case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> new PlainBinaryDecoder(views, form.typeLength());
                    default -> new PlainDecoder(form.decodedWidth());
                };
            case RLE -> type == Type.BOOLEAN ? new BooleanDecoder(true) : null;
            case DELTA_BINARY_PACKED ->
                type == Type.INT32 || type == Type.INT64 ? new DeltaDecoder(form.decodedWidth()) : null;
            case DELTA_LENGTH_BYTE_ARRAY -> type == Type.BYTE_ARRAY ? new DeltaLengthDecoder(views) : null;
            case DELTA_BYTE_ARRAY ->
                form.isBytes() ? new DeltaBytesDecoder(views, form.typeLength(), batchBuffer, previousValue) : null;
            case BYTE_STREAM_SPLIT -> fixed && type != Type.INT96 ? newSplitDecoder() : null;
            default -> null;
        };
        if (made == null) {
            throw new MalformedDataException("encoding " + encoding + " is not possible for " + type + " values");
        }
        return made;
    }

    private ValueDecoder newSplitDecoder() {
        return form.isBytes()
                ? new SplitBinaryDecoder(views, form.typeLength(), batchBuffer)
                : new ByteStreamSplitDecoder(form.decodedWidth());
    }

    /** Decodes the next {@code count} values of the page, behind those of the batch so far. */
    public void read(int count) {
        if (count == 0) {
            return;
        }
        if (decoder == null) {
            readCodes(count);
        } else {
            readValues(decoder, count);
        }
        present += count;
    }

    private void readCodes(int count) {
        Dictionary known = dictionary;
        if (known == null) {
            throw new MalformedDataException("the page has dictionary codes, but there is no dictionary page");
        }
        codeRuns.read(count, codes, present);
        Gather.check(codes, present, count, known.size());
        if (!onlyCodes) {
            Gather.gather(known.column().values(), width, codes, present, count, values, present);
            if (form.type().physical().isIntegral()) {
                range.add(known.column().bounds());
            }
        }
    }

    private void readValues(ValueDecoder pageDecoder, int count) {
        if (onlyCodes) {
            // the chunk has fallen back from its dictionary in the middle of the batch
            onlyCodes = false;
            if (present > 0 && dictionary != null) {
                Gather.gather(dictionary.column().values(), width, codes, 0, present, values, 0);
            }
        }
        if (stored == null) {
            pageDecoder.read(count, values, present);
        } else {
            pageDecoder.read(count, stored, 0);
            converter.convert(stored, count, values, present);
        }
        range.add(values, present, count);
    }

    /** Passes over the next {@code count} values of the page. */
    public void skip(int count) {
        if (decoder == null) {
            codeRuns.skip(count);
        } else {
            decoder.skip(count);
        }
    }

    /** The column of the batch, of {@code rows} rows, valid until the next batch begins; {@code validity} has a bit for each or is null. */
    public Column finish(int rows, @Nullable MemorySegment validity) {
        if (onlyCodes && dictionary != null) {
            MemorySegment.copy(codes, 0, values, PageBytes.INT, 0, present);
            spread(rows, 4, validity);
            return Column.dictionary(rows, values, validity, dictionary.column());
        }
        spread(rows, width, validity);
        if (form.type().isVariableLength()) {
            return Column.views(form.type(), rows, values, validity, views.buffers());
        }
        Bounds bounds = range.bounds();
        if (validity != null && bounds.fitsLong()) {
            // so that they hold for the zeros of NULL rows, too
            bounds = bounds.union(Bounds.ofValue(0));
        }
        return Column.flat(form.type(), rows, values, validity, bounds);
    }

    private void spread(int rows, int bytes, @Nullable MemorySegment validity) {
        if (validity != null) {
            Spreader.spread(values, bytes, validity, rows, present);
        }
    }

    @Override
    public void close() {
        batchBytes.close();
        previousValue.close();
    }
}
