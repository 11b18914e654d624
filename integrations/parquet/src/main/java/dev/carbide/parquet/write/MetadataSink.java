package dev.carbide.parquet.write;

import dev.carbide.offheap.error.CarbideInternalException;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;

/** Thrift output that appends to a {@link ByteSink}. */
final class MetadataSink extends TTransport {
    private final ByteSink sink;

    private MetadataSink(ByteSink sink) {
        this.sink = sink;
    }

    /** Appends a structure of the format's metadata; returns its length. */
    static int write(TBase<?, ?> structure, ByteSink sink) {
        long before = sink.length();
        try {
            structure.write(new TCompactProtocol(new MetadataSink(sink)));
        } catch (TException e) {
            throw new CarbideInternalException("Incomplete metadata: " + structure, e);
        }
        return Math.toIntExact(sink.length() - before);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        for (int index = 0; index < length; index++) {
            sink.putByte(source[offset + index]);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        throw new UnsupportedOperationException("This transport is for writing");
    }

    @Override
    public TConfiguration getConfiguration() {
        return TConfiguration.DEFAULT;
    }

    @Override
    public void updateKnownMessageSize(long size) {}

    @Override
    public void checkReadBytesAvailable(long wanted) {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open() {}

    @Override
    public void close() {}
}
