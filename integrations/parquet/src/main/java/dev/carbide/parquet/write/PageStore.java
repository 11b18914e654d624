package dev.carbide.parquet.write;

import dev.carbide.parquet.codec.PageCompressor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/** The compressed data pages of one column chunk, and what the page index says of them. */
final class PageStore implements AutoCloseable {
    private final PageCompressor compressor;
    private final ByteSink pages;
    private final ByteSink dictionary;
    private final List<PageSummary> summaries = new ArrayList<>();
    private long rows;
    private long uncompressedBytes;

    PageStore(WriterContext context) {
        this.compressor = context.compressor();
        this.pages = new ByteSink(context.newBytes());
        this.dictionary = new ByteSink(context.newBytes());
    }

    /**
     * A data page in the store.
     *
     * @param offset from the first data page
     * @param bytes with its header
     */
    record PageSummary(long offset, int bytes, long firstRow, Encoding encoding, PageStatistics statistics) {}

    /** Compresses and appends a data page: levels and values in {@code body[0, length)}. */
    void addData(MemorySegment body, int length, int pageRows, Encoding encoding, PageStatistics statistics) {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, length, 0);
        header.setData_page_header(new DataPageHeader(pageRows, encoding, Encoding.RLE, Encoding.RLE));
        long offset = pages.length();
        add(header, body, length, pages);
        int bytes = Math.toIntExact(pages.length() - offset);
        summaries.add(new PageSummary(offset, bytes, rows, encoding, statistics));
        rows += pageRows;
    }

    /** Sets the dictionary page: PLAIN values in {@code body[0, length)}. */
    void setDictionary(MemorySegment body, int length, int values) {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, length, 0);
        header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
        add(header, body, length, dictionary);
    }

    private void add(PageHeader header, MemorySegment body, int length, ByteSink target) {
        // the header's length is not known before the compressed size is: compress behind room for the largest
        long room = compressor.maxCompressedBytes(length);
        int headerRoom = 64;
        long start = target.length();
        MemorySegment segment = target.reserve(headerRoom + room);
        int compressed = compressor.compress(body, length, segment, start + headerRoom);
        CRC32 crc = new CRC32();
        crc.update(segment.asSlice(start + headerRoom, compressed).asByteBuffer());
        header.setCompressed_page_size(compressed);
        header.setCrc((int) crc.getValue());
        int headerBytes = MetadataSink.write(header, target);
        if (headerBytes > headerRoom) {
            throw new IllegalStateException("A page header of " + headerBytes + " bytes");
        }
        MemorySegment.copy(segment, start + headerRoom, segment, start + headerBytes, compressed);
        target.advance(compressed);
        uncompressedBytes += headerBytes + (long) length;
    }

    List<PageSummary> summaries() {
        return summaries;
    }

    ByteSink dictionary() {
        return dictionary;
    }

    ByteSink pages() {
        return pages;
    }

    /** Of all pages, with headers. */
    long uncompressedBytes() {
        return uncompressedBytes;
    }

    long rows() {
        return rows;
    }

    void clear() {
        pages.clear();
        dictionary.clear();
        summaries.clear();
        rows = 0;
        uncompressedBytes = 0;
    }

    @Override
    public void close() {
        pages.close();
        dictionary.close();
    }
}
