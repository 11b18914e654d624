package dev.carbide.parquet.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/** Thrift input over a part of a segment. It never reads past its end, and knows how much is left. */
final class MetadataTransport extends TTransport {
    private final MemorySegment bytes;
    private final long end;
    private long position;

    MetadataTransport(MemorySegment bytes, long from, long end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    long position() {
        return position;
    }

    long remaining() {
        return end - position;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
        checkReadBytesAvailable(length);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, target, offset, length);
        position += length;
        return length;
    }

    @Override
    public void checkReadBytesAvailable(long wanted) throws TTransportException {
        if (wanted > remaining()) {
            throw new TTransportException(
                    TTransportException.END_OF_FILE, "needs " + wanted + " bytes, only " + remaining() + " are left");
        }
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        throw new UnsupportedOperationException("This transport is for reading");
    }

    @Override
    public TConfiguration getConfiguration() {
        return TConfiguration.DEFAULT;
    }

    @Override
    public void updateKnownMessageSize(long size) {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open() {}

    @Override
    public void close() {}
}
