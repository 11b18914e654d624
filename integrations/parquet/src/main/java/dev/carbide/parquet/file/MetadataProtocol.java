package dev.carbide.parquet.file;

import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocolException;
import shaded.parquet.org.apache.thrift.protocol.TStruct;

/**
 * Thrift's compact protocol for input that may be hostile: sizes of strings and lists are compared with the bytes that are
 * left before anything of that size is allocated, structures are counted, and what is skipped cannot nest without end.
 */
final class MetadataProtocol extends TCompactProtocol {
    /** Deeper than any structure of the format. */
    private static final int MAX_SKIPPED_DEPTH = 32;
    /** About what one structure and its place in a list take on the heap. */
    private static final long BYTES_PER_STRUCT = 200;

    private long structsLeft;

    /** {@code heapBytes} bounds, roughly, what the structures read may take. */
    MetadataProtocol(MetadataTransport transport, long heapBytes) {
        super(transport, transport.remaining(), transport.remaining());
        this.structsLeft = heapBytes / BYTES_PER_STRUCT;
    }

    @Override
    public TStruct readStructBegin() throws TException {
        if (--structsLeft < 0) {
            throw new TProtocolException(TProtocolException.SIZE_LIMIT, "holds more structures than fit the heap");
        }
        return super.readStructBegin();
    }

    /** Thrift's own answer for structures is 0, which lets any length of list pass. */
    @Override
    public int getMinSerializedSize(byte type) {
        return 1;
    }

    @Override
    public void skip(byte type) throws TException {
        skip(type, MAX_SKIPPED_DEPTH);
    }
}
