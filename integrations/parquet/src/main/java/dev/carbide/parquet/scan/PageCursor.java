package dev.carbide.parquet.scan;

import dev.carbide.parquet.codec.PageDecompressor;
import dev.carbide.parquet.decode.GrowingBytes;
import dev.carbide.parquet.decode.ValueDecoder;
import dev.carbide.parquet.file.ColumnChunk;
import dev.carbide.parquet.file.FileInput;
import dev.carbide.parquet.file.MalformedDataException;
import dev.carbide.parquet.file.PageHeader;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the pages of a column chunk through a window of the file. At a page, its header can be read, its bytes
 * decompressed, and it can be passed over.
 */
final class PageCursor implements AutoCloseable {
    /** Read ahead at once, or the whole page if that is larger. */
    static final int WINDOW_BYTES = (256 << 10) - ValueDecoder.TAIL_PADDING;

    private static final int[] HEADER_GUESSES = {1 << 10, 64 << 10, 16 << 20};

    private final ReaderMemory memory;
    private final GrowingBytes window;
    private MemorySegment windowBytes = MemorySegment.NULL;
    private @Nullable FileInput input;
    private @Nullable ColumnChunk chunk;
    private boolean optional;
    /** Of the file: what the window holds. */
    private long windowFrom;

    private long windowTo;
    private long position;
    private long expectedEnd;

    PageCursor(ReaderMemory memory) {
        this.memory = memory;
        this.window = memory.newBytes();
    }

    /** Begins at the start of a chunk; {@code optional} as in {@link PageHeader#read}. */
    void start(FileInput file, ColumnChunk columnChunk, boolean columnOptional) {
        input = file;
        chunk = columnChunk;
        optional = columnOptional;
        position = columnChunk.start();
        expectedEnd = columnChunk.end();
        windowFrom = 0;
        windowTo = 0;
    }

    long position() {
        return position;
    }

    void moveTo(long offset) {
        position = offset;
    }

    /** Says that pages from here up to this offset will be read, so that no more is read ahead. */
    void expectTo(long offset) {
        expectedEnd = offset;
    }

    boolean isAtEnd() {
        return position >= chunkEnd();
    }

    private long chunkEnd() {
        return chunk == null ? 0 : chunk.end();
    }

    /** The header of the page here. */
    PageHeader header() {
        long left = chunkEnd() - position;
        for (int guess : HEADER_GUESSES) {
            int length = (int) Math.min(left, guess);
            long from = load(length);
            PageHeader header = PageHeader.read(windowBytes, from, from + length, optional);
            if (header != null) {
                if (header.headerBytes() + header.compressedBytes() > left) {
                    throw new MalformedDataException("the page header gives a size of " + header.compressedBytes()
                            + " bytes, but " + (left - header.headerBytes()) + " are left in the column chunk");
                }
                return header;
            }
            if (length == left) {
                break;
            }
        }
        throw new MalformedDataException("the page header at byte " + position + " of the file has no end");
    }

    /** Passes over the page here. */
    void skip(PageHeader header) {
        position += header.headerBytes() + header.compressedBytes();
    }

    /** Decompresses the page here to the start of {@code target}, levels included, and passes over it. */
    MemorySegment read(PageHeader header, GrowingBytes target) {
        int compressed = header.compressedBytes();
        int uncompressed = header.uncompressedBytes();
        long body = load(header.headerBytes() + compressed) + header.headerBytes();
        MemorySegment source = windowBytes;
        checkCrc(header, source, body);
        int levels = header.levelBytes();
        CompressionCodec codec = header.compressed() && chunk != null ? chunk.codec() : CompressionCodec.UNCOMPRESSED;
        // a page of nulls only has no values to compress
        boolean empty = compressed == levels && uncompressed == levels;
        if (!empty) {
            PageDecompressor.checkClaim(codec, source, body + levels, compressed - levels, uncompressed - levels);
        }
        MemorySegment page = target.ensure(uncompressed, 0);
        MemorySegment.copy(source, body, page, 0, levels);
        if (!empty) {
            memory.decompressor()
                    .decompress(codec, source, body + levels, compressed - levels, page, levels, uncompressed - levels);
        }
        skip(header);
        return page;
    }

    private static void checkCrc(PageHeader header, MemorySegment source, long body) {
        Integer expected = header.crc();
        if (expected == null) {
            return;
        }
        CRC32 crc = new CRC32();
        crc.update(source.asSlice(body, header.compressedBytes()).asByteBuffer());
        if ((int) crc.getValue() != expected) {
            throw new MalformedDataException(
                    String.format("the page has checksum %08x, its header says %08x", (int) crc.getValue(), expected));
        }
    }

    /** Makes sure that the next {@code length} bytes of the chunk are in the window, and returns where they begin in it. */
    private long load(long length) {
        if (position >= windowFrom && position + length <= windowTo) {
            return position - windowFrom;
        }
        FileInput file = input;
        if (file == null) {
            throw new IllegalStateException("No chunk was started");
        }
        memory.request().cancellation().check();
        long wanted = Math.max(length, Math.min(expectedEnd - position, WINDOW_BYTES));
        // what is already there is kept
        long kept = position >= windowFrom && position < windowTo ? windowTo - position : 0;
        MemorySegment bytes = window.ensure(Math.max(wanted, windowTo - windowFrom), windowTo - windowFrom);
        windowBytes = bytes;
        if (kept > 0) {
            MemorySegment.copy(bytes, position - windowFrom, bytes, 0, kept);
        }
        windowFrom = position;
        windowTo = position + kept;
        file.read(position + kept, bytes, kept, wanted - kept);
        windowTo = position + wanted;
        memory.counters().bytesRead.add(wanted - kept);
        return 0;
    }

    @Override
    public void close() {
        window.close();
    }
}
