package dev.carbide.parquet.decode;

import java.lang.foreign.MemorySegment;

/** BYTE_STREAM_SPLIT byte arrays of fixed length: put together in a buffer of the batch, to views. */
final class SplitBinaryDecoder extends ValueDecoder {
    private final ViewTarget target;
    private final int length;
    private final BatchBuffer batch;
    private final ByteStreamSplitDecoder bytes;

    SplitBinaryDecoder(ViewTarget target, int length, BatchBuffer batch) {
        this.target = target;
        this.length = length;
        this.batch = batch;
        this.bytes = new ByteStreamSplitDecoder(length);
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        bytes.start(data, from, to, values);
    }

    @Override
    public void read(int count, MemorySegment views, long at) {
        bytes.requireValues(count);
        long from = batch.used();
        MemorySegment buffer = batch.extend((long) count * length);
        bytes.readBytes(count, buffer, from);
        for (int index = 0; index < count; index++) {
            target.put(views, at + index, buffer, from + (long) index * length, length, batch.index());
        }
    }

    @Override
    public void skip(int count) {
        bytes.skip(count);
    }
}
