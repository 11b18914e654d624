package dev.carbide.bridges.record;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker's reader: decodes the columns asked for, batch by batch, into memory that is used again. */
final class RecordReader implements BatchReader {
    private final RecordSource source;
    private final ScanRequest request;
    private final List<FieldDecoder> decoders;
    private final BatchBuilder builder;
    private final RecordBlock block;
    private final long heapBytes;
    private RecordSource.@Nullable Morsel morsel;
    private long at;
    private long number;
    private boolean closed;

    RecordReader(RecordSource source) {
        this.source = source;
        this.request = source.request();
        List<RecordField> fields =
                request.columns().stream().map(source.layout()::field).toList();
        this.decoders = fields.stream()
                .map(field -> FieldDecoder.of(field, source.walk()))
                .toList();
        this.builder = new BatchBuilder(
                fields.stream().map(field -> field.field().type()).toList(),
                request.batchRows(),
                request.pool(),
                request.pages());
        this.heapBytes = (long) request.batchRows() * RecordBlock.HEAP_BYTES_PER_RECORD;
        request.pool().reserve(heapBytes);
        this.block = new RecordBlock(request.batchRows());
    }

    @Override
    public @Nullable Batch next() {
        request.cancellation().check();
        RecordSource.Morsel current = morsel;
        if (current == null || at == current.end()) {
            current = source.takeMorsel();
            morsel = current;
            if (current == null) {
                return null;
            }
            at = current.address();
            number = current.record();
        }
        at = block.fill(source.walk(), at, current.end(), number);
        number += block.count;
        builder.start();
        for (int column = 0; column < decoders.size(); column++) {
            decoders.get(column).decode(block, builder.column(column));
        }
        return builder.view(block.count);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            builder.close();
            request.pool().release(heapBytes);
        }
    }
}
