package dev.carbide.parquet.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.parquet.file.MalformedDataException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * Decompresses the pages of one reader. Holds the native state of the codecs that were used, whose (estimated) bytes are
 * charged to the pool until {@link #close}. Not thread-safe.
 */
public final class PageDecompressor implements AutoCloseable {
    /** A decompression context of zstd, without the window: it decompresses straight into the target. */
    private static final long ZSTD_STATE_BYTES = 160 << 10;
    /** zlib's inflate state with its window. */
    private static final long INFLATE_STATE_BYTES = 48 << 10;
    /** The state of all codecs together. */
    public static final long STATE_BYTES = ZSTD_STATE_BYTES + INFLATE_STATE_BYTES;
    /** LZ4 reaches 255 bytes of output per byte of input at most. */
    private static final long LZ4_MAX_RATIO = 255;

    private final MemoryPool pool;
    private long charged;
    private @Nullable ZstdDecompressCtx zstd;
    private @Nullable GzipInflater gzip;
    private @Nullable LZ4SafeDecompressor lz4;

    public PageDecompressor(MemoryPool pool) {
        this.pool = pool;
    }

    /**
     * Looks at compressed bytes {@code source[from, from + length)} that are said to decompress to {@code claimed} bytes, so
     * that an absurd claim is found before memory is allocated for it.
     */
    public static void checkClaim(CompressionCodec codec, MemorySegment source, long from, int length, int claimed) {
        long actual = switch (codec) {
            case UNCOMPRESSED -> length;
            case SNAPPY -> snappyLength(source, from, length);
            case ZSTD -> zstdLength(source, from, length, claimed);
            case GZIP -> GzipInflater.outputBytes(source, from, length, claimed);
            case LZ4_RAW -> Math.min(claimed, length * LZ4_MAX_RATIO);
            case LZO, BROTLI, LZ4 -> throw unsupported(codec);
        };
        if (actual != claimed) {
            throw new MalformedDataException(codec + " data of " + length + " bytes decompresses to " + actual
                    + " bytes, expected the " + claimed + " that the page header announces");
        }
    }

    private static MalformedDataException unsupported(CompressionCodec codec) {
        return new MalformedDataException(
                "codec " + codec + " is not supported; expected UNCOMPRESSED, SNAPPY, GZIP, ZSTD or LZ4_RAW");
    }

    private static long snappyLength(MemorySegment source, long from, int length) {
        try {
            return Snappy.uncompressedLength(source.asSlice(from, length).asByteBuffer());
        } catch (IOException | SnappyError e) {
            throw new MalformedDataException("SNAPPY data of " + length + " bytes has no valid length");
        }
    }

    private static long zstdLength(MemorySegment source, long from, int length, int claimed) {
        long size = Zstd.getDirectByteBufferFrameContentSize(
                source.asSlice(from, length).asByteBuffer(), 0, length);
        // -1: not stored in the frame, -2: no frame; the latter is left to the decompressor to complain about
        return size < 0 ? claimed : size;
    }

    /**
     * Decompresses {@code source[from, from + length)} to exactly {@code expected} bytes of {@code target} at {@code at}.
     * Other bytes of {@code target} may be overwritten up to its end only by UNCOMPRESSED never.
     */
    public void decompress(
            CompressionCodec codec,
            MemorySegment source,
            long from,
            int length,
            MemorySegment target,
            long at,
            int expected) {
        checkClaim(codec, source, from, length, expected);
        long got = switch (codec) {
            case UNCOMPRESSED -> {
                MemorySegment.copy(source, from, target, at, length);
                yield length;
            }
            case SNAPPY -> snappy(source, from, length, target, at);
            case ZSTD -> zstd(source, from, length, target, at, expected);
            case GZIP -> gzip().inflate(source, from, length, target, at, expected);
            case LZ4_RAW -> lz4(source, from, length, target, at, expected);
            case LZO, BROTLI, LZ4 -> throw unsupported(codec);
        };
        if (got != expected) {
            throw new MalformedDataException(codec + " data decompresses to " + got + " bytes, expected " + expected);
        }
    }

    /** The claim was checked, so the library writes at most the bytes expected. */
    private static long snappy(MemorySegment source, long from, int length, MemorySegment target, long at) {
        try {
            return Snappy.rawUncompress(source.address() + from, length, target.address() + at);
        } catch (IOException | SnappyError e) {
            throw new MalformedDataException("SNAPPY data is corrupt: " + e.getMessage());
        }
    }

    private long zstd(MemorySegment source, long from, int length, MemorySegment target, long at, int expected) {
        if (zstd == null) {
            charge(ZSTD_STATE_BYTES);
            zstd = new ZstdDecompressCtx();
        }
        try {
            return zstd.decompressDirectByteBuffer(
                    target.asSlice(at, expected).asByteBuffer(),
                    0,
                    expected,
                    source.asSlice(from, length).asByteBuffer(),
                    0,
                    length);
        } catch (ZstdException e) {
            throw new MalformedDataException("ZSTD data is corrupt: " + e.getMessage());
        }
    }

    private GzipInflater gzip() {
        if (gzip == null) {
            charge(INFLATE_STATE_BYTES);
            gzip = new GzipInflater();
        }
        return gzip;
    }

    private long lz4(MemorySegment source, long from, int length, MemorySegment target, long at, int expected) {
        if (lz4 == null) {
            lz4 = LZ4Factory.fastestInstance().safeDecompressor();
        }
        try {
            return lz4.decompress(
                    source.asSlice(from, length).asByteBuffer(),
                    0,
                    length,
                    target.asSlice(at, expected).asByteBuffer(),
                    0,
                    expected);
        } catch (LZ4Exception e) {
            throw new MalformedDataException("LZ4_RAW data is corrupt: " + e.getMessage());
        }
    }

    private void charge(long bytes) {
        pool.reserve(bytes);
        charged += bytes;
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
            zstd = null;
        }
        if (gzip != null) {
            gzip.close();
            gzip = null;
        }
        pool.release(charged);
        charged = 0;
    }
}
