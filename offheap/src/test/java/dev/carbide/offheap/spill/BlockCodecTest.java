package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks without files, in memory of the heap. */
final class BlockCodecTest {
    private static final BlockIdentity OWNER = new BlockIdentity(11, 12);
    private static final int SEQUENCE = 7;

    private static byte[] data(Random random, int size) {
        byte[] data = new byte[size];
        if (random.nextBoolean()) {
            random.nextBytes(data);
        } else {
            Arrays.fill(data, 0, random.nextInt(size + 1), (byte) random.nextInt());
        }
        return data;
    }

    private static byte[] encode(BlockCodec codec, byte[] data) {
        byte[] block = new byte[(int) BlockFormat.roomFor(data.length)];
        int size = codec.encode(
                new BlockLabel(BlockKind.COLUMNS, 0, 3, 4, SEQUENCE),
                OWNER,
                MemorySegment.ofArray(data),
                MemorySegment.ofArray(block));
        return Arrays.copyOf(block, size);
    }

    private static BlockHeader decode(BlockCodec codec, byte[] block, byte[] target) {
        return codec.decode(OWNER, SEQUENCE, MemorySegment.ofArray(block.clone()), MemorySegment.ofArray(target));
    }

    @Property(tries = 300)
    void whatIsEncodedIsDecoded(
            @ForAll Random random,
            @ForAll @IntRange(max = 5000) int size,
            @ForAll BlockCompression compression,
            @ForAll boolean encrypted) {
        BlockCodec codec = new BlockCodec(compression, encrypted ? BlockKey.random() : null);
        byte[] data = data(random, size);
        byte[] block = encode(codec, data);
        assertEquals(0, block.length % 8);
        byte[] found = new byte[size];
        BlockHeader header = decode(codec, block, found);
        assertArrayEquals(data, found);
        assertEquals(size, header.rawBytes());
        assertEquals(block.length, header.blockBytes());
        assertEquals(new BlockLabel(BlockKind.COLUMNS, encrypted ? 1 : 0, 3, 4, SEQUENCE), header.label());
    }

    /** Makes the checksum of a block right. */
    private static void sign(byte[] block) {
        MemorySegment segment = MemorySegment.ofArray(block);
        segment.set(BlockFormat.INT, BlockFormat.CHECKSUM_OFFSET, 0);
        CRC32C checksum = new CRC32C();
        checksum.update(
                MemorySegment.ofArray(new long[] {OWNER.high(), OWNER.low()}).toArray(ValueLayout.JAVA_BYTE));
        int stored = segment.get(BlockFormat.INT, BlockFormat.STORED_BYTES_OFFSET);
        long end = BlockFormat.HEADER_BYTES + BlockFormat.padded(stored);
        checksum.update(block, 0, Math.clamp(end, 0, block.length));
        segment.set(BlockFormat.INT, BlockFormat.CHECKSUM_OFFSET, (int) checksum.getValue());
    }

    /** Whoever can write a checksum can change what is not encrypted, but not what is touched besides it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forgedBlocksDoNoHarm(boolean encrypted) {
        Random random = new Random(42);
        BlockCodec codec = new BlockCodec(BlockCompression.LZ4, encrypted ? BlockKey.random() : null);
        byte[] data = new byte[300];
        random.nextBytes(data);
        data = Arrays.copyOf(data, 1000);
        byte[] block = encode(codec, data);
        byte[] target = new byte[1500];
        int refused = 0;
        for (int attempt = 0; attempt < 5000; attempt++) {
            byte[] forged = block.clone();
            int at = 4 + random.nextInt(forged.length - 4);
            forged[at] ^= (byte) (1 + random.nextInt(255));
            sign(forged);
            try {
                assertTrue(decode(codec, forged, target).rawBytes() <= target.length);
            } catch (BlockException e) {
                refused++;
            }
        }
        // Only the checksum itself and the zeros at the end are not encrypted or associated; plain blocks are mostly
        // literals.
        assertTrue(refused > (encrypted ? 4500 : 100), "refused " + refused);
    }

    @Test
    void aForgedPlaceOrAnotherKeyIsFound() {
        BlockCodec codec = new BlockCodec(BlockCompression.LZ4, BlockKey.random());
        byte[] block = encode(codec, new byte[100]);
        byte[] target = new byte[100];
        decode(codec, block, target);
        BlockCodec stranger = new BlockCodec(BlockCompression.LZ4, BlockKey.random());
        assertThrows(BlockException.class, () -> decode(stranger, block, target));
        BlockCodec plain = new BlockCodec(BlockCompression.LZ4, null);
        assertThrows(BlockException.class, () -> decode(plain, block, target));
        assertThrows(BlockException.class, () -> decode(codec, encode(plain, new byte[100]), target));
        byte[] moved = block.clone();
        MemorySegment.ofArray(moved).set(BlockFormat.LONG, BlockFormat.SEQUENCE_OFFSET, SEQUENCE + 1);
        sign(moved);
        MemorySegment segment = MemorySegment.ofArray(moved);
        BlockException error = assertThrows(
                BlockException.class, () -> codec.decode(OWNER, SEQUENCE + 1, segment, MemorySegment.ofArray(target)));
        assertTrue(error.getMessage().contains("not encrypted with this key"), error.getMessage());
    }

    @Test
    void noncesDoNotRepeat() {
        BlockCodec codec = new BlockCodec(BlockCompression.NONE, BlockKey.random());
        byte[] first = encode(codec, new byte[64]);
        byte[] second = encode(codec, new byte[64]);
        assertTrue(Arrays.mismatch(
                        first, BlockFormat.NONCE_OFFSET, first.length, second, BlockFormat.NONCE_OFFSET, second.length)
                >= 0);
        assertTrue(Arrays.mismatch(first, 48, 64, second, 48, 64) >= 0);
    }

    @Test
    void roomMustSuffice() {
        BlockCodec codec = new BlockCodec(BlockCompression.NONE, null);
        MemorySegment raw = MemorySegment.ofArray(new byte[100]);
        MemorySegment small = MemorySegment.ofArray(new byte[(int) BlockFormat.roomFor(100) - 1]);
        BlockLabel label = BlockLabel.of(BlockKind.OPAQUE, 0, 0);
        assertThrows(CarbideInternalException.class, () -> codec.encode(label, OWNER, raw, small));
        byte[] block = encode(codec, new byte[100]);
        assertThrows(BlockException.class, () -> decode(codec, block, new byte[99]));
        assertThrows(BlockException.class, () -> decode(codec, Arrays.copyOf(block, block.length - 1), new byte[100]));
        assertThrows(BlockException.class, () -> decode(codec, new byte[0], new byte[100]));
    }
}
