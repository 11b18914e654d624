package dev.carbide.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Codecs for parquet-java that take byte arrays through the libraries; its own need more of Hadoop. */
final class PlainCodecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return new Compressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new Decompressor(codec);
    }

    @Override
    public void release() {}

    private record Compressor(CompressionCodecName codec) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            byte[] input = bytes.toByteArray();
            return BytesInput.from(
                    switch (codec) {
                        case UNCOMPRESSED -> input;
                        case SNAPPY -> Snappy.compress(input);
                        case ZSTD -> Zstd.compress(input);
                        case LZ4_RAW ->
                            LZ4Factory.safeInstance().fastCompressor().compress(input);
                        case GZIP -> gzip(input);
                        default -> throw new IOException("No codec " + codec);
                    });
        }

        private static byte[] gzip(byte[] input) throws IOException {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(output)) {
                gzip.write(input);
            }
            return output.toByteArray();
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {}
    }

    private record Decompressor(CompressionCodecName codec) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            byte[] input = bytes.toByteArray();
            return BytesInput.from(
                    switch (codec) {
                        case UNCOMPRESSED -> input;
                        case SNAPPY -> Snappy.uncompress(input);
                        case ZSTD -> Zstd.decompress(input, size);
                        case LZ4_RAW ->
                            LZ4Factory.safeInstance().safeDecompressor().decompress(input, size);
                        case GZIP -> new GZIPInputStream(new ByteArrayInputStream(input)).readAllBytes();
                        default -> throw new IOException("No codec " + codec);
                    });
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int size) {
            byte[] bytes = new byte[compressedSize];
            input.get(bytes);
            try {
                output.put(decompress(BytesInput.from(bytes), size).toByteBuffer());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void release() {}
    }
}
