package dev.carbide.parquet.file;

import dev.carbide.parquet.file.ColumnChunk.IndexPart;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Reads the footer of a file and checks all that later work relies on: sizes, offsets, counts. */
final class FooterReader {
    private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;
    private static final int ENCRYPTED_MAGIC = 'P' | 'A' << 8 | 'R' << 16 | 'E' << 24;
    /** The magic at both ends and the length of the footer. */
    private static final int FRAME_BYTES = 12;
    /** Structures of the footer take up to about this many times its bytes on the heap. */
    private static final int HEAP_PER_FOOTER_BYTE = 8;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final FileLocation file;
    private final long footerStart;

    private FooterReader(FileLocation file, long footerStart) {
        this.file = file;
        this.footerStart = footerStart;
    }

    static ParquetFile read(Path path) {
        FileLocation location = FileLocation.of(path);
        try (FileInput input = FileInput.open(path)) {
            long size = input.size();
            long modified = input.modifiedMillis();
            MemorySegment footer = readFooter(input, size);
            FileMetaData metadata = new FileMetaData();
            if (Metadata.read(metadata, footer, 0, footer.byteSize(), footerHeap()) < 0) {
                throw new MalformedDataException("the footer ends within a structure");
            }
            FooterReader reader = new FooterReader(location, size - 8 - footer.byteSize());
            return reader.convert(path, size, modified, metadata);
        } catch (MalformedDataException e) {
            throw location.error(e.getMessage());
        } catch (IOException e) {
            throw location.error(FileInput.reason(e));
        }
    }

    private static long footerHeap() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    private static MemorySegment readFooter(FileInput input, long size) {
        if (size < FRAME_BYTES) {
            throw new MalformedDataException(
                    "it is not a Parquet file: it has " + size + " bytes, the shortest possible has " + FRAME_BYTES);
        }
        MemorySegment ends = MemorySegment.ofArray(new byte[FRAME_BYTES]);
        input.read(0, ends, 0, 4);
        input.read(size - 8, ends, 4, 8);
        int magic = ends.get(INT, 8);
        if (magic == ENCRYPTED_MAGIC) {
            throw new MalformedDataException("its footer is encrypted, which is not supported");
        }
        if (magic != MAGIC || ends.get(INT, 0) != MAGIC) {
            throw new MalformedDataException(
                    "it is not a Parquet file, or not a complete one: it must begin and end with PAR1");
        }
        int length = ends.get(INT, 4);
        if (length <= 0 || length > size - FRAME_BYTES) {
            throw new MalformedDataException("the length of the footer must be 1 to " + (size - FRAME_BYTES) + ", got "
                    + (length & 0xFFFF_FFFFL));
        }
        if ((long) length * HEAP_PER_FOOTER_BYTE > footerHeap()) {
            throw new MalformedDataException("its footer of " + length + " bytes is too large for a heap of "
                    + Runtime.getRuntime().maxMemory() + " bytes");
        }
        MemorySegment footer = MemorySegment.ofArray(new byte[length]);
        input.read(size - 8 - length, footer, 0, length);
        return footer;
    }

    private ParquetFile convert(Path path, long size, long modified, FileMetaData metadata) {
        List<LeafColumn> columns = new SchemaReader(file).read(metadata.getSchema());
        boolean[] ordered = new boolean[columns.size()];
        List<ColumnOrder> orders = metadata.getColumn_orders();
        for (LeafColumn column : columns) {
            ordered[column.ordinal()] = orders == null
                    || column.ordinal() < orders.size()
                            && orders.get(column.ordinal()).isSetTYPE_ORDER();
        }
        List<RowGroup> rowGroups = new ArrayList<>();
        long rows = 0;
        for (org.apache.parquet.format.RowGroup group : metadata.getRow_groups()) {
            RowGroup converted = rowGroup(rowGroups.size(), group, columns, ordered);
            rowGroups.add(converted);
            rows = Math.addExact(rows, converted.rows());
        }
        if (rows != metadata.getNum_rows()) {
            throw file.error("the footer announces " + metadata.getNum_rows() + " rows, its row groups have " + rows);
        }
        return new ParquetFile(path, size, modified, columns, rowGroups);
    }

    private RowGroup rowGroup(
            int ordinal, org.apache.parquet.format.RowGroup group, List<LeafColumn> columns, boolean[] ordered) {
        FileLocation here = file.inRowGroup(ordinal);
        if (group.getNum_rows() < 0 || group.getNum_rows() > Long.MAX_VALUE >> 16) {
            throw here.error("got a row count of " + group.getNum_rows());
        }
        if (group.getColumnsSize() != columns.size()) {
            throw here.error("it has " + group.getColumnsSize() + " columns, the schema " + columns.size());
        }
        List<ColumnChunk> chunks = new ArrayList<>();
        for (LeafColumn column : columns) {
            org.apache.parquet.format.ColumnChunk chunk = group.getColumns().get(column.ordinal());
            chunks.add(chunk(here.inColumn(column.name()), chunk, column, group.getNum_rows(), ordered));
        }
        return new RowGroup(ordinal, group.getNum_rows(), chunks);
    }

    private ColumnChunk chunk(
            FileLocation here,
            org.apache.parquet.format.ColumnChunk chunk,
            LeafColumn column,
            long rows,
            boolean[] ordered) {
        if (chunk.isSetFile_path()) {
            throw here.error("its data lies in another file (" + chunk.getFile_path() + "), which is not supported");
        }
        ColumnMetaData metadata = chunk.getMeta_data();
        if (chunk.isSetCrypto_metadata() || metadata == null) {
            throw here.error("it is encrypted or has no metadata, which is not supported");
        }
        if (metadata.getType() != column.form().stored() || metadata.getCodec() == null) {
            throw here.error("it has type " + metadata.getType() + " and codec " + metadata.getCodec() + ", expected "
                    + column.form().stored() + " and a known codec");
        }
        if (metadata.getNum_values() != rows) {
            throw here.error("it has " + metadata.getNum_values() + " values, expected " + rows + ", one per row");
        }
        long dictionary = metadata.isSetDictionary_page_offset() ? metadata.getDictionary_page_offset() : 0;
        long data = metadata.getData_page_offset();
        // some writers leave a dictionary offset of 0 or the data page's
        long start = dictionary > 0 && dictionary < data ? dictionary : data;
        long length = metadata.getTotal_compressed_size();
        boolean empty = rows == 0 && length == 0;
        if (!empty && (start < 4 || length < 0 || length > footerStart - start || data >= start + length)) {
            throw here.error("its pages are said to be the " + length + " bytes from " + start + " with data from "
                    + data + ", but data ends at byte " + footerStart);
        }
        return new ColumnChunk(
                start,
                start + length,
                data,
                metadata.getCodec(),
                metadata.getEncodings().stream().filter(Objects::nonNull).collect(Collectors.toSet()),
                Math.max(0, metadata.getTotal_uncompressed_size()),
                start < data && !hasPlainPages(metadata),
                statistics(metadata.getStatistics(), column, ordered[column.ordinal()]),
                indexPart(
                        chunk.getOffset_index_offset(),
                        chunk.getOffset_index_length(),
                        chunk.isSetOffset_index_offset()),
                indexPart(
                        chunk.getColumn_index_offset(),
                        chunk.getColumn_index_length(),
                        ordered[column.ordinal()] && chunk.isSetColumn_index_offset()));
    }

    private static boolean hasPlainPages(ColumnMetaData metadata) {
        return metadata.isSetEncoding_stats()
                && metadata.getEncoding_stats().stream()
                        .anyMatch(pages -> pages.getPage_type() != PageType.DICTIONARY_PAGE
                                && pages.getEncoding() != Encoding.RLE_DICTIONARY
                                && pages.getEncoding() != Encoding.PLAIN_DICTIONARY);
    }

    /** The page index only saves work: a part that does not lie inside the file is as good as none. */
    private IndexPart indexPart(long offset, int length, boolean present) {
        boolean inside =
                present && length > 0 && offset >= 4 && length <= footerStart && offset <= footerStart - length;
        return inside ? new IndexPart(offset, length) : IndexPart.NONE;
    }

    private static ColumnStatistics statistics(@Nullable Statistics stored, LeafColumn column, boolean ordered) {
        if (stored == null) {
            return ColumnStatistics.NONE;
        }
        long nulls = stored.isSetNull_count() ? stored.getNull_count() : -1;
        long distinct = stored.isSetDistinct_count() ? stored.getDistinct_count() : -1;
        byte[] min = null;
        byte[] max = null;
        if (ordered && stored.isSetMin_value() && stored.isSetMax_value()) {
            min = stored.getMin_value();
            max = stored.getMax_value();
        } else if (isSignedInteger(column) && stored.isSetMin() && stored.isSetMax()) {
            // the old fields are reliable only where signed order is the right one
            min = stored.getMin();
            max = stored.getMax();
        }
        return new ColumnStatistics(min, max, nulls, distinct);
    }

    private static boolean isSignedInteger(LeafColumn column) {
        Type stored = column.form().stored();
        return (stored == Type.INT32 || stored == Type.INT64) && !column.form().isUnsigned();
    }
}
