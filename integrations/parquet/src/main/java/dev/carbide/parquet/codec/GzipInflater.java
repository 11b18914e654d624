package dev.carbide.parquet.codec;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses gzip members (RFC 1952), one or several in a row. */
final class GzipInflater implements AutoCloseable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    /** Deflate reaches 1032 bytes of output per byte of input at most. */
    private static final long MAX_RATIO = 1032;

    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final Inflater inflater = new Inflater(true);

    /** What can be said of the size of the output without decompressing: {@code claimed} if that is possible. */
    static long outputBytes(MemorySegment source, long from, int length, int claimed) {
        if (length < HEADER_BYTES + TRAILER_BYTES) {
            throw new MalformedDataException("GZIP data of " + length + " bytes is too short");
        }
        return Math.min(claimed, length * MAX_RATIO);
    }

    long inflate(MemorySegment source, long from, int length, MemorySegment target, long at, int expected) {
        long position = from;
        long end = from + length;
        int produced = 0;
        do {
            position = skipHeader(source, position, end);
            inflater.reset();
            inflater.setInput(source.asSlice(position, end - position).asByteBuffer());
            ByteBuffer output =
                    target.asSlice(at + produced, expected - produced).asByteBuffer();
            int written = inflateMember(output);
            position += inflater.getBytesRead();
            checkTrailer(source, position, end, output.flip(), written);
            position += TRAILER_BYTES;
            produced += written;
        } while (position < end);
        return produced;
    }

    private int inflateMember(ByteBuffer output) {
        try {
            while (!inflater.finished()) {
                int step = inflater.inflate(output);
                if (step == 0 && !inflater.finished()) {
                    throw new MalformedDataException(
                            inflater.needsInput()
                                    ? "GZIP data ends too early"
                                    : "GZIP data decompresses to more bytes than the page header announces");
                }
            }
            return output.position();
        } catch (DataFormatException e) {
            throw new MalformedDataException("GZIP data is corrupt: " + e.getMessage());
        }
    }

    private static void checkTrailer(MemorySegment source, long position, long end, ByteBuffer output, int written) {
        if (end - position < TRAILER_BYTES) {
            throw new MalformedDataException("GZIP data ends within its trailer");
        }
        CRC32 crc = new CRC32();
        crc.update(output);
        if (source.get(INT, position) != (int) crc.getValue() || source.get(INT, position + 4) != written) {
            throw new MalformedDataException("GZIP data does not match its checksum or length");
        }
    }

    private static long skipHeader(MemorySegment source, long from, long end) {
        if (end - from < HEADER_BYTES || (source.get(INT, from) & 0xFF_FFFF) != 0x08_8B1F) {
            throw new MalformedDataException("GZIP data has no valid header");
        }
        int flags = source.get(ValueLayout.JAVA_BYTE, from + 3);
        long position = from + HEADER_BYTES;
        if ((flags & RESERVED) != 0) {
            throw new MalformedDataException("GZIP header has unknown flags " + (flags & 0xFF));
        }
        if ((flags & EXTRA) != 0) {
            requireBytes(position, 2, end);
            position += 2 + (source.get(ValueLayout.JAVA_SHORT_UNALIGNED, position) & 0xFFFF);
        }
        if ((flags & NAME) != 0) {
            position = skipText(source, position, end);
        }
        if ((flags & COMMENT) != 0) {
            position = skipText(source, position, end);
        }
        if ((flags & HEADER_CRC) != 0) {
            position += 2;
        }
        requireBytes(position, TRAILER_BYTES, end);
        return position;
    }

    private static long skipText(MemorySegment source, long from, long end) {
        long position = from;
        do {
            requireBytes(position, 1, end);
        } while (source.get(ValueLayout.JAVA_BYTE, position++) != 0);
        return position;
    }

    private static void requireBytes(long position, int count, long end) {
        if (end - position < count) {
            throw new MalformedDataException("GZIP data ends within its header");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
