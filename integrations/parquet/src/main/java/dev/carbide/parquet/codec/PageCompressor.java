package dev.carbide.parquet.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** Compresses the pages of one writer; counterpart of {@link PageDecompressor}. Not thread-safe. */
public final class PageCompressor implements AutoCloseable {
    /** zstd's compression context at its fastest levels, about. */
    private static final long ZSTD_STATE_BYTES = 2 << 20;
    /** zlib's deflate state. */
    private static final long DEFLATE_STATE_BYTES = 288 << 10;

    private static final int ZSTD_LEVEL = 1;
    private static final int GZIP_FRAME_BYTES = 18;

    private final CompressionCodec codec;
    private final MemoryPool pool;
    private final long charged;
    private @Nullable ZstdCompressCtx zstd;
    private @Nullable Deflater deflater;
    private @Nullable LZ4Compressor lz4;

    public PageCompressor(CompressionCodec codec, MemoryPool pool) {
        this.codec = codec;
        this.pool = pool;
        this.charged = switch (codec) {
            case UNCOMPRESSED, SNAPPY, LZ4_RAW -> 0;
            case ZSTD -> ZSTD_STATE_BYTES;
            case GZIP -> DEFLATE_STATE_BYTES;
            case LZO, BROTLI, LZ4 ->
                throw new CarbideException("Cannot write Parquet with codec " + codec
                        + ", expected UNCOMPRESSED, SNAPPY, GZIP, ZSTD or LZ4_RAW");
        };
        pool.reserve(charged);
        switch (codec) {
            case ZSTD -> zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
            case GZIP -> deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            case LZ4_RAW -> lz4 = LZ4Factory.fastestInstance().fastCompressor();
            default -> {}
        }
    }

    public CompressionCodec codec() {
        return codec;
    }

    /** Bytes that the output may need for input of this length. */
    public long maxCompressedBytes(int length) {
        return switch (codec) {
            case SNAPPY -> Snappy.maxCompressedLength(length);
            case ZSTD -> Zstd.compressBound(length);
            // deflate stores what it cannot compress in blocks of at most 16 KiB
            case GZIP -> length + GZIP_FRAME_BYTES + 5L * (length / (16 << 10) + 2);
            case LZ4_RAW -> length + length / 255L + 16;
            default -> length;
        };
    }

    /** Compresses the first {@code length} bytes of {@code source} to {@code target} at {@code at}; returns the length. */
    public int compress(MemorySegment source, int length, MemorySegment target, long at) {
        if (codec == CompressionCodec.UNCOMPRESSED) {
            MemorySegment.copy(source, 0, target, at, length);
            return length;
        }
        if (codec == CompressionCodec.SNAPPY) {
            return snappy(source, length, target, at);
        }
        int room = (int) Math.min(Integer.MAX_VALUE, target.byteSize() - at);
        ByteBuffer input = source.asSlice(0, length).asByteBuffer();
        ByteBuffer output = target.asSlice(at, room).asByteBuffer();
        if (zstd != null) {
            return zstd.compressDirectByteBuffer(output, 0, room, input, 0, length);
        }
        return lz4 != null ? lz4.compress(input, 0, length, output, 0, room) : gzip(input, output);
    }

    private static int snappy(MemorySegment source, int length, MemorySegment target, long at) {
        try {
            return (int) Snappy.rawCompress(source.address(), length, target.address() + at);
        } catch (IOException e) {
            throw new CarbideException("Compressing a page failed: " + e.getMessage(), e);
        }
    }

    private int gzip(ByteBuffer input, ByteBuffer output) {
        Deflater present = deflater;
        if (present == null) {
            throw new IllegalStateException("The compressor is closed");
        }
        CRC32 crc = new CRC32();
        crc.update(input.duplicate());
        output.order(java.nio.ByteOrder.LITTLE_ENDIAN);
        output.putInt(0x08_8B1F).putInt(0).putShort((short) 0xFF00);
        int length = input.remaining();
        present.reset();
        present.setInput(input);
        present.finish();
        while (!present.finished()) {
            present.deflate(output);
        }
        output.putInt((int) crc.getValue()).putInt(length);
        return output.position();
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
            zstd = null;
        }
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
        pool.release(charged);
    }
}
