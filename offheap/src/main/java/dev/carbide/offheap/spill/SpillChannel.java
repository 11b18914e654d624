package dev.carbide.offheap.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Reads and writes may move fewer bytes than asked for. An interrupt of the thread neither ends them nor
 * closes the file. All methods may be called by any thread at any time.
 */
public interface SpillChannel extends Closeable {
    int write(ByteBuffer source, long position) throws IOException;

    /** The number of bytes read, -1 at the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;
}
