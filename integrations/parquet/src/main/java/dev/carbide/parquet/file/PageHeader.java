package dev.carbide.parquet.file;

import java.lang.foreign.MemorySegment;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * The header of a page, checked as far as it can be without the page. Sizes are those of the page without this header.
 *
 * @param headerBytes of this header
 * @param values of a data page its rows, of a dictionary page its entries
 * @param levelBytes bytes of uncompressed levels in front of the values (version 2 only)
 * @param repetitionBytes those of them that are repetition levels, of no use in a flat schema
 * @param crc null if the page has none
 */
public record PageHeader(
        Kind kind,
        long headerBytes,
        int compressedBytes,
        int uncompressedBytes,
        int values,
        Encoding encoding,
        int levelBytes,
        int repetitionBytes,
        boolean compressed,
        @Nullable Integer crc) {
    /** What a page is. */
    public enum Kind {
        DATA_V1,
        DATA_V2,
        DICTIONARY,
        /** Nothing that a reader needs. */
        OTHER
    }

    public boolean isData() {
        return kind == Kind.DATA_V1 || kind == Kind.DATA_V2;
    }

    /**
     * Reads the header at {@code bytes[from, to)}; null if it does not end there.
     *
     * @param optional whether data pages must have definition levels
     * @throws MalformedDataException if it is no valid header
     */
    public static @Nullable PageHeader read(MemorySegment bytes, long from, long to, boolean optional) {
        org.apache.parquet.format.PageHeader header = new org.apache.parquet.format.PageHeader();
        long end = Metadata.read(header, bytes, from, to);
        if (end < 0) {
            return null;
        }
        if (header.getCompressed_page_size() < 0 || header.getUncompressed_page_size() < 0) {
            throw new MalformedDataException("the page header gives sizes of " + header.getCompressed_page_size()
                    + " bytes compressed and " + header.getUncompressed_page_size() + " bytes uncompressed");
        }
        if (header.getType() == null) {
            throw new MalformedDataException("the page header gives no known type of page");
        }
        return switch (header.getType()) {
            case DATA_PAGE -> dataV1(header, end - from, optional);
            case DATA_PAGE_V2 -> dataV2(header, end - from);
            case DICTIONARY_PAGE -> dictionary(header, end - from);
            case INDEX_PAGE -> of(Kind.OTHER, header, end - from, 0, Encoding.PLAIN, 0, 0, false);
        };
    }

    private static PageHeader dataV1(org.apache.parquet.format.PageHeader header, long bytes, boolean optional) {
        DataPageHeader data = header.getData_page_header();
        if (data == null) {
            throw new MalformedDataException("the page header describes no data page, though its type is DATA_PAGE");
        }
        if (optional && data.getDefinition_level_encoding() != Encoding.RLE) {
            throw new MalformedDataException(
                    "definition levels have encoding " + data.getDefinition_level_encoding() + ", expected RLE");
        }
        return of(Kind.DATA_V1, header, bytes, data.getNum_values(), data.getEncoding(), 0, 0, true);
    }

    private static PageHeader dataV2(org.apache.parquet.format.PageHeader header, long bytes) {
        DataPageHeaderV2 data = header.getData_page_header_v2();
        if (data == null) {
            throw new MalformedDataException("the page header describes no data page, though its type is DATA_PAGE_V2");
        }
        int repetition = data.getRepetition_levels_byte_length();
        int definition = data.getDefinition_levels_byte_length();
        long levels = (long) repetition + definition;
        if (repetition < 0
                || definition < 0
                || levels > header.getCompressed_page_size()
                || levels > header.getUncompressed_page_size()) {
            throw new MalformedDataException("levels take " + repetition + " and " + definition + " bytes of a page of "
                    + header.getCompressed_page_size() + " bytes");
        }
        boolean compressed = !data.isSetIs_compressed() || data.isIs_compressed();
        return of(
                Kind.DATA_V2,
                header,
                bytes,
                data.getNum_values(),
                data.getEncoding(),
                (int) levels,
                repetition,
                compressed);
    }

    private static PageHeader dictionary(org.apache.parquet.format.PageHeader header, long bytes) {
        DictionaryPageHeader data = header.getDictionary_page_header();
        if (data == null) {
            throw new MalformedDataException(
                    "the page header describes no dictionary, though its type is DICTIONARY_PAGE");
        }
        if (data.getEncoding() != Encoding.PLAIN && data.getEncoding() != Encoding.PLAIN_DICTIONARY) {
            throw new MalformedDataException("the dictionary has encoding " + data.getEncoding() + ", expected PLAIN");
        }
        return of(Kind.DICTIONARY, header, bytes, data.getNum_values(), data.getEncoding(), 0, 0, true);
    }

    private static PageHeader of(
            Kind kind,
            org.apache.parquet.format.PageHeader header,
            long bytes,
            int values,
            @Nullable Encoding encoding,
            int levels,
            int repetition,
            boolean compressed) {
        if (values < 0 || encoding == null) {
            throw new MalformedDataException("the page header gives " + values + " values of encoding "
                    + (encoding == null ? "unknown" : encoding));
        }
        return new PageHeader(
                kind,
                bytes,
                header.getCompressed_page_size(),
                header.getUncompressed_page_size(),
                values,
                encoding,
                levels,
                repetition,
                compressed,
                header.isSetCrc() ? header.getCrc() : null);
    }
}
