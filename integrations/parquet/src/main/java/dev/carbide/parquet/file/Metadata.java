package dev.carbide.parquet.file;

import java.lang.foreign.MemorySegment;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/** Reads the format's Thrift structures from native memory. */
public final class Metadata {
    /** A page header or page index may take this much of the heap. */
    private static final long SMALL_STRUCTURE_HEAP = 64L << 20;

    private Metadata() {}

    /**
     * Reads {@code structure} from {@code bytes[from, to)} and returns the offset behind it, or -1 if the bytes end before
     * the structure does.
     *
     * @throws MalformedDataException if this is no such structure
     */
    public static long read(TBase<?, ?> structure, MemorySegment bytes, long from, long to) {
        return read(structure, bytes, from, to, SMALL_STRUCTURE_HEAP);
    }

    static long read(TBase<?, ?> structure, MemorySegment bytes, long from, long to, long heapBytes) {
        MetadataTransport transport = new MetadataTransport(bytes, from, to);
        try {
            structure.read(new MetadataProtocol(transport, heapBytes));
            return transport.position();
        } catch (TTransportException e) {
            return -1;
        } catch (TException e) {
            throw new MalformedDataException("not a valid " + name(structure) + ": " + reason(e));
        } catch (RuntimeException e) {
            // from the generated code, on input that no writer makes
            throw new MalformedDataException("not a valid " + name(structure));
        }
    }

    private static String name(TBase<?, ?> structure) {
        return structure.getClass().getSimpleName();
    }

    /** Thrift's reason without the dump of the structure that it may end with. */
    private static String reason(TException e) {
        String reason = String.valueOf(e.getMessage());
        int dump = reason.indexOf("Struct:");
        return (dump < 0 ? reason : reason.substring(0, dump)).strip();
    }
}
