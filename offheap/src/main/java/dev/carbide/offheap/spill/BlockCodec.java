package dev.carbide.offheap.spill;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of raw bytes, and raw bytes of blocks. What it needs beyond the memory it is given does not depend on the
 * size of the blocks. Whatever bytes come to {@link #decode}, it gives back what was encoded or fails.
 *
 * <p>Not thread-safe: each writer and reader has its own.
 */
public final class BlockCodec {
    private static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();
    private static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.fastestInstance().safeDecompressor();
    /** Below, compression saves less than it costs. */
    private static final int LEAST_COMPRESSED = 64;

    private static final int IDENTITY_BYTES = 2 * Long.BYTES;

    private final BlockCompression compression;
    private final @Nullable BlockCipher cipher;
    private final CRC32C checksum = new CRC32C();
    private final byte[] nonce = new byte[BlockFormat.NONCE_BYTES];
    /** The identity, then the header with zero for its checksum: what the checksum and the encryption cover besides the body. */
    private final byte[] preamble = new byte[IDENTITY_BYTES + BlockFormat.HEADER_BYTES];

    private final MemorySegment preambleSegment = MemorySegment.ofArray(preamble);

    /** A codec that encrypts, and takes only what is encrypted, if there is a key. */
    public BlockCodec(BlockCompression compression, @Nullable BlockKey key) {
        this.compression = compression;
        this.cipher = key == null ? null : new BlockCipher(key);
    }

    /**
     * Makes a block at the beginning of {@code block}, which has {@link BlockFormat#roomFor} these raw bytes.
     *
     * @return the size of the block, a multiple of eight
     */
    public int encode(BlockLabel label, BlockIdentity identity, MemorySegment raw, MemorySegment block) {
        if (block.byteSize() < BlockFormat.roomFor(raw.byteSize())) {
            throw new CarbideInternalException(
                    "A block of " + raw.byteSize() + " raw bytes does not fit into " + block.byteSize() + " bytes");
        }
        int rawBytes = Math.toIntExact(raw.byteSize());
        ByteBuffer body = block.asSlice(BlockFormat.HEADER_BYTES).asByteBuffer();
        int compressed = compress(raw, rawBytes, body);
        int payload = compressed == 0 ? rawBytes : compressed;
        if (compressed == 0) {
            MemorySegment.copy(raw, 0, block, BlockFormat.HEADER_BYTES, rawBytes);
        }
        BlockCompression used = compressed == 0 ? BlockCompression.NONE : BlockCompression.LZ4;
        if (cipher == null) {
            putHeader(new BlockHeader(label, used, rawBytes, payload, 0), block);
            takePreamble(identity, block);
            return seal(block, body, payload);
        }
        int stored = payload + BlockFormat.TAG_BYTES;
        putHeader(new BlockHeader(label.with(BlockFormat.FLAG_ENCRYPTED), used, rawBytes, stored, 0), block);
        nextNonce(cipher.key(), block);
        takePreamble(identity, block);
        cipher.encrypt(body, payload, nonce, preamble);
        return seal(block, body, stored);
    }

    /** Adds what comes after the stored bytes, and the checksum. The size of the whole block. */
    private int seal(MemorySegment block, ByteBuffer body, int stored) {
        int padded = (int) BlockFormat.padded(stored);
        for (int offset = stored; offset < padded; offset++) {
            body.put(offset, (byte) 0);
        }
        block.set(BlockFormat.INT, BlockFormat.CHECKSUM_OFFSET, checksumOf(body, padded));
        return BlockFormat.HEADER_BYTES + padded;
    }

    /** The size after compression into the body, or 0 if that does not pay. */
    private int compress(MemorySegment raw, int rawBytes, ByteBuffer body) {
        if (compression == BlockCompression.NONE || rawBytes < LEAST_COMPRESSED) {
            return 0;
        }
        try {
            return COMPRESSOR.compress(raw.asByteBuffer(), 0, rawBytes, body, 0, rawBytes - 1);
        } catch (LZ4Exception e) {
            return 0; // it would not be smaller
        }
    }

    private static void putHeader(BlockHeader header, MemorySegment block) {
        BlockLabel label = header.label();
        block.set(BlockFormat.INT, BlockFormat.MAGIC_OFFSET, BlockFormat.MAGIC);
        block.set(JAVA_BYTE, BlockFormat.VERSION_OFFSET, BlockFormat.VERSION);
        block.set(JAVA_BYTE, BlockFormat.KIND_OFFSET, (byte) label.kind().ordinal());
        block.set(JAVA_BYTE, BlockFormat.COMPRESSION_OFFSET, (byte)
                header.compression().ordinal());
        block.set(JAVA_BYTE, BlockFormat.FLAGS_OFFSET, (byte) label.flags());
        block.set(BlockFormat.INT, BlockFormat.ROWS_OFFSET, label.rows());
        block.set(BlockFormat.INT, BlockFormat.RAW_BYTES_OFFSET, header.rawBytes());
        block.set(BlockFormat.INT, BlockFormat.STORED_BYTES_OFFSET, header.storedBytes());
        block.set(BlockFormat.LONG, BlockFormat.SEQUENCE_OFFSET, label.sequence());
        block.asSlice(BlockFormat.NONCE_OFFSET, BlockFormat.NONCE_BYTES).fill((byte) 0);
        block.set(BlockFormat.INT, BlockFormat.DETAIL_OFFSET, label.detail());
    }

    private void nextNonce(BlockKey key, MemorySegment block) {
        block.set(BlockFormat.LONG, BlockFormat.NONCE_OFFSET, key.nextNonce());
        block.set(BlockFormat.INT, BlockFormat.NONCE_OFFSET + Long.BYTES, key.noncePrefix());
        takeNonce(block);
    }

    private void takeNonce(MemorySegment block) {
        MemorySegment.copy(block, JAVA_BYTE, BlockFormat.NONCE_OFFSET, nonce, 0, nonce.length);
    }

    private void takePreamble(BlockIdentity identity, MemorySegment block) {
        preambleSegment.set(BlockFormat.LONG, 0, identity.high());
        preambleSegment.set(BlockFormat.LONG, Long.BYTES, identity.low());
        MemorySegment.copy(block, JAVA_BYTE, 0, preamble, IDENTITY_BYTES, BlockFormat.HEADER_BYTES);
        preambleSegment.set(BlockFormat.INT, IDENTITY_BYTES + BlockFormat.CHECKSUM_OFFSET, 0);
    }

    private int checksumOf(ByteBuffer body, int bytes) {
        checksum.reset();
        checksum.update(preamble);
        checksum.update(body.slice(0, bytes));
        return (int) checksum.getValue();
    }

    /**
     * Checks the block at the beginning of {@code block} and puts its raw bytes at the beginning of {@code raw}. The
     * contents of {@code block} are undefined afterwards.
     *
     * @param sequence that of the label it was encoded with
     * @throws BlockException if it is damaged, or another block than expected, or longer than one of the segments
     */
    public BlockHeader decode(BlockIdentity identity, long sequence, MemorySegment block, MemorySegment raw) {
        BlockHeader header = BlockHeader.read(block);
        if (header.blockBytes() > block.byteSize() || header.rawBytes() > raw.byteSize()) {
            throw new BlockException("the block claims " + header.blockBytes() + " bytes for " + header.rawBytes()
                    + " raw ones, and at most " + block.byteSize() + " and " + raw.byteSize() + " can be");
        }
        takePreamble(identity, block);
        ByteBuffer body = block.asSlice(BlockFormat.HEADER_BYTES).asByteBuffer();
        int computed = checksumOf(body, (int) BlockFormat.padded(header.storedBytes()));
        if (computed != header.checksum()) {
            throw new BlockException("the checksum of the block is " + Integer.toHexString(computed) + ", expected "
                    + Integer.toHexString(header.checksum()));
        }
        if (header.label().sequence() != sequence) {
            throw new BlockException("the block is number " + header.label().sequence() + ", expected " + sequence);
        }
        expand(header, decrypt(header, block, body), body, raw);
        return header;
    }

    /** How many bytes of the body are left when it is no longer encrypted. */
    private int decrypt(BlockHeader header, MemorySegment block, ByteBuffer body) {
        if (header.encrypted() != (cipher != null)) {
            throw new BlockException(header.encrypted() ? "the block is encrypted" : "the block is not encrypted");
        }
        if (cipher == null) {
            return header.storedBytes();
        }
        takeNonce(block);
        cipher.decrypt(body, header.storedBytes(), nonce, preamble);
        return header.storedBytes() - BlockFormat.TAG_BYTES;
    }

    private static void expand(BlockHeader header, int payload, ByteBuffer body, MemorySegment raw) {
        int expanded = payload;
        if (header.compression() == BlockCompression.NONE) {
            MemorySegment.copy(MemorySegment.ofBuffer(body), 0, raw, 0, Math.min(payload, header.rawBytes()));
        } else {
            try {
                expanded = DECOMPRESSOR.decompress(body, 0, payload, raw.asByteBuffer(), 0, header.rawBytes());
            } catch (LZ4Exception e) {
                throw new BlockException("the block cannot be decompressed", e);
            }
        }
        if (expanded != header.rawBytes()) {
            throw new BlockException("the block has " + expanded + " raw bytes, expected " + header.rawBytes());
        }
    }
}
