package dev.carbide.parquet.scan;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.parquet.decode.BitBuilder;
import dev.carbide.parquet.decode.ColumnDecoder;
import dev.carbide.parquet.decode.Dictionary;
import dev.carbide.parquet.decode.GrowingBytes;
import dev.carbide.parquet.decode.LevelDecoder;
import dev.carbide.parquet.decode.ValueDecoder;
import dev.carbide.parquet.file.ColumnChunk;
import dev.carbide.parquet.file.FileInput;
import dev.carbide.parquet.file.FileLocation;
import dev.carbide.parquet.file.LeafColumn;
import dev.carbide.parquet.file.MalformedDataException;
import dev.carbide.parquet.file.PageHeader;
import dev.carbide.parquet.file.PageHeader.Kind;
import dev.carbide.parquet.file.PageIndex;
import dev.carbide.parquet.file.StoredForm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one column of one row group after the other, from a row on, a batch at a time. Used by one thread at a time. */
final class ColumnReader implements AutoCloseable {
    private final ReaderMemory memory;
    private final int position;
    private final boolean nullable;
    private final PageCursor cursor;
    private final PageBuffers buffers;
    private final LevelDecoder levels = new LevelDecoder();
    private final BitBuilder validity = new BitBuilder();
    private final MemorySegment validityBits;
    private final Map<StoredForm, ColumnDecoder> decoders = new HashMap<>();

    private @Nullable RowGroupPlan plan;
    private @Nullable PageIndex index;
    private @Nullable ColumnDecoder decoder;
    private FileLocation location;
    private boolean optional;
    private boolean bytes;
    /** Of the row group: the next row to read, and the end of the page it is in. */
    private long row;

    private long pageEnd;
    private int page;
    /** Of the file. */
    private long chunkEnd;

    /**
     * @param position of the column in the request
     * @param nullable false if the table promises that there are no NULLs
     */
    ColumnReader(ReaderMemory memory, int position, boolean nullable) {
        this.memory = memory;
        this.position = position;
        this.nullable = nullable;
        this.cursor = new PageCursor(memory);
        this.buffers = new PageBuffers(memory);
        this.validityBits =
                memory.scope().allocateSegment(memory.request().batchRows() / 8 + 2L * ValueDecoder.TAIL_PADDING, 64);
        this.location = FileLocation.of(java.nio.file.Path.of(""));
    }

    /** Begins a row group at its first row. */
    void start(RowGroupPlan rowGroup, FileInput input) {
        LeafColumn column = rowGroup.column(position);
        plan = rowGroup;
        index = rowGroup.index(position);
        location = rowGroup.location(position);
        optional = column.optional();
        bytes = column.form().isBytes();
        row = 0;
        pageEnd = 0;
        page = -1;
        buffers.releaseAll();
        ColumnDecoder known = decoders.get(column.form());
        if (known == null) {
            known = new ColumnDecoder(
                    column.form(),
                    memory.request().batchRows(),
                    memory.scope(),
                    memory.request().pages(),
                    memory.request().pool());
            decoders.put(column.form(), known);
        }
        decoder = known;
        try {
            ColumnChunk chunk = rowGroup.chunk(position);
            cursor.start(input, chunk, optional);
            chunkEnd = chunk.end();
            RowGroupPlan.ChunkStart start = rowGroup.start(position, () -> loadStart(chunk, column.form()));
            known.startChunk(start.dictionary());
            cursor.moveTo(start.dataStart());
            cursor.expectTo(chunkEnd);
        } catch (MalformedDataException e) {
            throw error(e);
        }
    }

    private RowGroupPlan.ChunkStart loadStart(ColumnChunk chunk, StoredForm form) {
        PageIndex pages = index;
        long firstData = pages == null ? chunk.firstDataPage() : pages.offset(0);
        if (pages != null && firstData == chunk.start()) {
            return new RowGroupPlan.ChunkStart(firstData, null);
        }
        // without an index even the first data page may turn out to be a dictionary
        cursor.expectTo(firstData > chunk.start() ? firstData : chunkEnd);
        PageHeader header = cursor.header();
        if (header.kind() != Kind.DICTIONARY) {
            return new RowGroupPlan.ChunkStart(cursor.position(), null);
        }
        location = location.inPage(FileLocation.DICTIONARY_PAGE);
        GrowingBytes owned = memory.newBytes();
        try {
            cursor.read(header, owned);
            Dictionary dictionary = Dictionary.decode(
                    form,
                    owned,
                    header.uncompressedBytes(),
                    header.values(),
                    memory.request().pages(),
                    memory.request().pool());
            location = location.inPage(-1);
            return new RowGroupPlan.ChunkStart(cursor.position(), dictionary);
        } catch (Throwable e) {
            owned.close();
            throw e;
        }
    }

    /** Goes forward to a row of the row group, from which on those before row {@code end} will be read. */
    void seek(long target, long end) {
        try {
            if (target >= pageEnd) {
                seekPage(target, end);
            }
            while (row < target) {
                int step = (int) Math.min(target - row, ValueDecoder.MAX_READ);
                decoder().skip(optional ? levels.skip(step) : step);
                row += step;
            }
        } catch (MalformedDataException e) {
            throw error(e);
        }
    }

    private void seekPage(long target, long end) {
        PageIndex pages = index;
        if (pages == null) {
            while (target >= pageEnd) {
                nextPage(target);
            }
            return;
        }
        page = pages.pageOf(target) - 1;
        row = pages.firstRow(page + 1);
        pageEnd = row;
        cursor.moveTo(pages.offset(page + 1));
        int last = pages.pageOf(end - 1);
        cursor.expectTo(last + 1 < pages.pages() ? pages.offset(last + 1) : chunkEnd);
        nextPage(target);
    }

    /** The next {@code rows} rows, which the row group has. Valid until the next call. */
    Column read(int rows) {
        try {
            return readRows(rows);
        } catch (MalformedDataException e) {
            throw error(e);
        }
    }

    private Column readRows(int rows) {
        ColumnDecoder values = decoder();
        buffers.releaseEarlier();
        values.startBatch();
        validity.start(validityBits);
        int done = 0;
        while (done < rows) {
            if (row == pageEnd) {
                nextPage(row);
                continue;
            }
            int step = (int) Math.min(rows - done, pageEnd - row);
            values.read(optional ? levels.read(step, validity) : step);
            row += step;
            done += step;
        }
        validity.finish();
        boolean hasNulls = optional && validity.ones() < rows;
        if (hasNulls && !nullable) {
            throw new MalformedDataException("its statistics promise that there are no NULLs, but there are "
                    + (rows - validity.ones()) + " among the rows before row " + row);
        }
        return values.finish(rows, hasNulls ? validityBits : null);
    }

    private ColumnDecoder decoder() {
        ColumnDecoder present = decoder;
        if (present == null) {
            throw new IllegalStateException("No row group was started");
        }
        return present;
    }

    /** Begins the next data page, or passes over it if it ends before row {@code target}. */
    private void nextPage(long target) {
        RowGroupPlan rowGroup = plan;
        if (cursor.isAtEnd() || rowGroup == null) {
            throw new MalformedDataException("its pages have " + pageEnd + " rows, the row group has more");
        }
        memory.request().cancellation().check();
        location = location.inPage(page + 1);
        PageHeader header = cursor.header();
        if (header.kind() == Kind.OTHER) {
            cursor.skip(header);
            return;
        }
        if (!header.isData()) {
            throw new MalformedDataException("a second dictionary page stands among the data pages");
        }
        page++;
        checkRows(header, rowGroup);
        if (!rowGroup.chunk(position).announces(header.encoding())) {
            throw new MalformedDataException("the page has encoding " + header.encoding()
                    + ", the footer announces only " + rowGroup.chunk(position).encodings());
        }
        row = pageEnd;
        pageEnd += header.values();
        if (pageEnd <= target) {
            row = pageEnd;
            cursor.skip(header);
            return;
        }
        MemorySegment data = cursor.read(header, buffers.next(bytes));
        memory.counters().pagesRead.increment();
        startPage(header, data);
    }

    private void checkRows(PageHeader header, RowGroupPlan rowGroup) {
        PageIndex pages = index;
        long left = rowGroup.rowGroup().rows() - pageEnd;
        if (header.values() > left) {
            throw new MalformedDataException(
                    "the page announces " + header.values() + " values, but only " + left + " rows are left");
        }
        if (pages != null && page < pages.pages() && header.values() != pages.endRow(page) - pages.firstRow(page)) {
            throw new MalformedDataException("the page announces " + header.values() + " values, the page index "
                    + (pages.endRow(page) - pages.firstRow(page)));
        }
    }

    private void startPage(PageHeader header, MemorySegment data) {
        long from = header.levelBytes();
        long end = header.uncompressedBytes();
        if (optional && header.kind() == Kind.DATA_V2) {
            levels.start(data, header.repetitionBytes(), from);
        } else if (optional) {
            long length = end < 4 ? -1 : data.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
            if (length < 0 || length > end - 4) {
                throw new MalformedDataException(
                        "definition levels take " + length + " bytes of a page of " + end + " bytes");
            }
            from = 4 + length;
            levels.start(data, 4, from);
        }
        decoder().startPage(header.encoding(), data, from, end, header.values());
    }

    private CarbideException error(MalformedDataException cause) {
        return location.error(cause.getMessage());
    }

    @Override
    public void close() {
        buffers.close();
        cursor.close();
        decoders.values().forEach(ColumnDecoder::close);
        decoders.clear();
    }
}
