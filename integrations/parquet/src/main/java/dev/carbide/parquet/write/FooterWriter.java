package dev.carbide.parquet.write;

import dev.carbide.parquet.write.RowGroupWriter.Output;
import dev.carbide.parquet.write.RowGroupWriter.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TypeDefinedOrder;

/** Writes what stands before and behind the row groups of a file. */
public final class FooterWriter {
    /** As the format asks: application, version. */
    private static final String CREATED_BY = "carbide version 0.1.0";

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int FORMAT_VERSION = 2;

    private final WriterContext context;

    public FooterWriter(WriterContext context) {
        this.context = context;
    }

    public void writeHeader(Output output) {
        try (ByteSink sink = new ByteSink(context.newBytes())) {
            sink.put(MAGIC, MAGIC.length);
            output.write(sink.segment(), sink.length());
        }
    }

    /** Writes the page index and the footer. */
    public void writeFooter(List<SchemaElement> schema, List<Written> rowGroups, Output output) {
        long rows = 0;
        List<RowGroup> groups = new ArrayList<>();
        try (ByteSink sink = new ByteSink(context.newBytes())) {
            long start = output.position();
            for (Written written : rowGroups) {
                writeColumnIndexes(written, start, sink);
            }
            for (Written written : rowGroups) {
                writeOffsetIndexes(written, start, sink);
                rows += written.rowGroup().getNum_rows();
                groups.add(written.rowGroup());
            }
            FileMetaData metadata = new FileMetaData(FORMAT_VERSION, schema, rows, groups);
            metadata.setCreated_by(CREATED_BY);
            metadata.setColumn_orders(
                    Collections.nCopies(schema.size() - 1, ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
            int length = MetadataSink.write(metadata, sink);
            sink.putInt(length);
            sink.put(MAGIC, MAGIC.length);
            output.write(sink.segment(), sink.length());
        }
    }

    private static void writeColumnIndexes(Written written, long start, ByteSink sink) {
        List<ColumnChunk> chunks = written.rowGroup().getColumns();
        for (int column = 0; column < chunks.size(); column++) {
            ColumnIndex index = written.columnIndexes().get(column);
            if (index != null) {
                chunks.get(column).setColumn_index_offset(start + sink.length());
                chunks.get(column).setColumn_index_length(MetadataSink.write(index, sink));
            }
        }
    }

    private static void writeOffsetIndexes(Written written, long start, ByteSink sink) {
        List<ColumnChunk> chunks = written.rowGroup().getColumns();
        for (int column = 0; column < chunks.size(); column++) {
            chunks.get(column).setOffset_index_offset(start + sink.length());
            chunks.get(column)
                    .setOffset_index_length(
                            MetadataSink.write(written.offsetIndexes().get(column), sink));
        }
    }
}
