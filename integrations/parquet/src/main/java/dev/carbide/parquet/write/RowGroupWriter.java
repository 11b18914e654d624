package dev.carbide.parquet.write;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.parquet.write.PageStore.PageSummary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/** The column writers of a file. Collects a row group in memory, then writes it column by column. Not thread-safe. */
public final class RowGroupWriter implements AutoCloseable {
    private final WriterContext context;
    private final List<StoredColumn> stored = new ArrayList<>();
    private final List<ColumnWriter> columns = new ArrayList<>();
    private int rows;

    public RowGroupWriter(Schema schema, WriterContext context) {
        this.context = context;
        try {
            for (Field field : schema.fields()) {
                StoredColumn column = StoredColumn.of(field.type());
                stored.add(column);
                columns.add(
                        field.type().isVariableLength()
                                        || field.type().physical().bytes() == 16
                                ? new BytesColumnWriter(field, column, context)
                                : new LongColumnWriter(field, column, context));
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** Where bytes of a row group go: a file, appended to. */
    public interface Output {
        long position();

        void write(java.lang.foreign.MemorySegment bytes, long length);
    }

    /** A written row group, with the page index that stands behind the last one. */
    public record Written(
            RowGroup rowGroup, List<@Nullable ColumnIndex> columnIndexes, List<OffsetIndex> offsetIndexes) {}

    /** The schema as the footer has it. */
    public List<SchemaElement> schemaElements() {
        List<SchemaElement> elements = new ArrayList<>();
        SchemaElement root = new SchemaElement("schema");
        root.setNum_children(columns.size());
        elements.add(root);
        for (int column = 0; column < columns.size(); column++) {
            elements.add(stored.get(column).element(columns.get(column).field()));
        }
        return elements;
    }

    /** Appends rows {@code from} to {@code to} of those that count in the batch. */
    public void append(Batch batch, int from, int to) {
        for (int column = 0; column < columns.size(); column++) {
            columns.get(column).append(batch, batch.column(column), from, to);
        }
        rows += to - from;
    }

    public int rows() {
        return rows;
    }

    /** Bytes of all pages so far. */
    public long heldBytes() {
        return columns.stream().mapToLong(ColumnWriter::heldBytes).sum();
    }

    /** Writes the row group and begins the next. */
    public Written flush(Output output) {
        long start = output.position();
        List<ColumnChunk> chunks = new ArrayList<>();
        List<@Nullable ColumnIndex> columnIndexes = new ArrayList<>();
        List<OffsetIndex> offsetIndexes = new ArrayList<>();
        long uncompressed = 0;
        for (int column = 0; column < columns.size(); column++) {
            ColumnWriter writer = columns.get(column);
            PageStore pages = writer.finishChunk();
            ColumnMetaData metadata = write(writer, stored.get(column), pages, output);
            uncompressed += metadata.getTotal_uncompressed_size();
            ColumnChunk chunk = new ColumnChunk(0);
            chunk.setMeta_data(metadata);
            chunks.add(chunk);
            columnIndexes.add(columnIndex(pages.summaries(), writer.statistics()));
            offsetIndexes.add(offsetIndex(pages.summaries(), metadata.getData_page_offset()));
            writer.clear();
        }
        RowGroup rowGroup = new RowGroup(chunks, uncompressed, rows);
        rowGroup.setFile_offset(start);
        rowGroup.setTotal_compressed_size(output.position() - start);
        rows = 0;
        return new Written(rowGroup, columnIndexes, offsetIndexes);
    }

    private ColumnMetaData write(ColumnWriter writer, StoredColumn column, PageStore pages, Output output) {
        long start = output.position();
        boolean dictionary = pages.dictionary().length() > 0;
        if (dictionary) {
            output.write(pages.dictionary().segment(), pages.dictionary().length());
        }
        long data = output.position();
        output.write(pages.pages().segment(), pages.pages().length());
        Map<Encoding, Integer> counts = new EnumMap<>(Encoding.class);
        pages.summaries().forEach(page -> counts.merge(page.encoding(), 1, Integer::sum));
        ColumnMetaData metadata = new ColumnMetaData(
                column.physical(),
                encodings(counts, dictionary),
                List.of(writer.field().name()),
                context.compressor().codec(),
                pages.rows(),
                pages.uncompressedBytes(),
                output.position() - start,
                data);
        if (dictionary) {
            metadata.setDictionary_page_offset(start);
        }
        metadata.setEncoding_stats(encodingStatistics(counts, dictionary));
        metadata.setStatistics(statistics(writer, pages.summaries()));
        return metadata;
    }

    private static List<Encoding> encodings(Map<Encoding, Integer> counts, boolean dictionary) {
        List<Encoding> encodings = new ArrayList<>(counts.keySet());
        if (dictionary && !counts.containsKey(Encoding.PLAIN)) {
            encodings.add(Encoding.PLAIN);
        }
        encodings.add(Encoding.RLE);
        return encodings;
    }

    private static List<PageEncodingStats> encodingStatistics(Map<Encoding, Integer> counts, boolean dictionary) {
        List<PageEncodingStats> statistics = new ArrayList<>();
        if (dictionary) {
            statistics.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        counts.forEach((encoding, count) -> statistics.add(new PageEncodingStats(PageType.DATA_PAGE, encoding, count)));
        return statistics;
    }

    private static Statistics statistics(ColumnWriter writer, List<PageSummary> pages) {
        PageStatistics all = pages.stream()
                .map(PageSummary::statistics)
                .reduce(writer.statistics()::join)
                .orElseThrow();
        Statistics statistics = new Statistics();
        statistics.setNull_count(all.nulls());
        if (all.min() != null && all.max() != null && all.usable()) {
            statistics.setMin_value(all.min());
            statistics.setMax_value(all.max());
            statistics.setIs_min_value_exact(all.exact());
            statistics.setIs_max_value_exact(all.exact());
        }
        if (writer.distinctValues() >= 0) {
            statistics.setDistinct_count(writer.distinctValues());
        }
        return statistics;
    }

    private static @Nullable ColumnIndex columnIndex(List<PageSummary> pages, StatisticsCollector order) {
        ColumnIndex index =
                new ColumnIndex(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), BoundaryOrder.UNORDERED);
        for (PageSummary page : pages) {
            PageStatistics statistics = page.statistics();
            if (!statistics.usable()) {
                return null;
            }
            byte[] min = statistics.min();
            byte[] max = statistics.max();
            index.addToNull_pages(statistics.isNullOnly());
            index.addToMin_values(java.nio.ByteBuffer.wrap(min == null ? new byte[0] : min));
            index.addToMax_values(java.nio.ByteBuffer.wrap(max == null ? new byte[0] : max));
            index.addToNull_counts(statistics.nulls());
        }
        index.setBoundary_order(boundaryOrder(pages, order));
        return index;
    }

    private static BoundaryOrder boundaryOrder(List<PageSummary> pages, StatisticsCollector order) {
        boolean ascending = true;
        boolean descending = true;
        PageStatistics last = null;
        for (PageSummary page : pages) {
            PageStatistics next = page.statistics();
            if (next.min() == null || next.max() == null) {
                continue;
            }
            if (last != null && last.min() != null && last.max() != null) {
                ascending &= !order.isLess(next.min(), last.min()) && !order.isLess(next.max(), last.max());
                descending &= !order.isLess(last.min(), next.min()) && !order.isLess(last.max(), next.max());
            }
            last = next;
        }
        return ascending ? BoundaryOrder.ASCENDING : descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
    }

    private static OffsetIndex offsetIndex(List<PageSummary> pages, long start) {
        OffsetIndex index = new OffsetIndex(new ArrayList<>());
        for (PageSummary page : pages) {
            index.addToPage_locations(new PageLocation(start + page.offset(), page.bytes(), page.firstRow()));
        }
        return index;
    }

    @Override
    public void close() {
        columns.forEach(ColumnWriter::close);
        columns.clear();
    }
}
