package dev.carbide.offheap.spill;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** The header of a block as it was read: each field is in its range, but only the checksum tells whether it is true. */
public record BlockHeader(BlockLabel label, BlockCompression compression, int rawBytes, int storedBytes, int checksum) {
    /**
     * Reads the header of the block that begins with the first byte.
     *
     * @throws BlockException if there is none
     */
    public static BlockHeader read(MemorySegment block) {
        if (block.byteSize() < BlockFormat.HEADER_BYTES) {
            throw new BlockException(
                    "a block needs at least " + BlockFormat.HEADER_BYTES + " bytes, got " + block.byteSize());
        }
        int magic = block.get(BlockFormat.INT, BlockFormat.MAGIC_OFFSET);
        require(magic == BlockFormat.MAGIC, "magic", Integer.toHexString(magic));
        byte version = block.get(JAVA_BYTE, BlockFormat.VERSION_OFFSET);
        require(version == BlockFormat.VERSION, "version", version);
        int compression = block.get(JAVA_BYTE, BlockFormat.COMPRESSION_OFFSET);
        require(compression >= 0 && compression < BlockCompression.values().length, "compression", compression);
        BlockLabel label = label(block);
        int rawBytes = block.get(BlockFormat.INT, BlockFormat.RAW_BYTES_OFFSET);
        require(rawBytes >= 0, "raw size", rawBytes);
        int storedBytes = block.get(BlockFormat.INT, BlockFormat.STORED_BYTES_OFFSET);
        int tag = (label.flags() & BlockFormat.FLAG_ENCRYPTED) == 0 ? 0 : BlockFormat.TAG_BYTES;
        require(storedBytes >= tag && storedBytes - tag <= rawBytes, "stored size", storedBytes);
        int checksum = block.get(BlockFormat.INT, BlockFormat.CHECKSUM_OFFSET);
        return new BlockHeader(label, BlockCompression.values()[compression], rawBytes, storedBytes, checksum);
    }

    private static BlockLabel label(MemorySegment block) {
        int kind = block.get(JAVA_BYTE, BlockFormat.KIND_OFFSET);
        require(kind >= 0 && kind < BlockKind.values().length, "kind", kind);
        int flags = block.get(JAVA_BYTE, BlockFormat.FLAGS_OFFSET);
        require((flags & ~BlockFormat.ALL_FLAGS) == 0, "flags", flags);
        int rows = block.get(BlockFormat.INT, BlockFormat.ROWS_OFFSET);
        require(rows >= 0, "number of rows", rows);
        int detail = block.get(BlockFormat.INT, BlockFormat.DETAIL_OFFSET);
        long sequence = block.get(BlockFormat.LONG, BlockFormat.SEQUENCE_OFFSET);
        return new BlockLabel(BlockKind.values()[kind], flags, rows, detail, sequence);
    }

    private static void require(boolean condition, String field, Object value) {
        if (!condition) {
            throw new BlockException("the header of the block has the " + field + " " + value);
        }
    }

    public boolean encrypted() {
        return has(BlockFormat.FLAG_ENCRYPTED);
    }

    boolean has(int flag) {
        return (label.flags() & flag) != 0;
    }

    /** The size of the whole block, a multiple of eight. */
    public long blockBytes() {
        return BlockFormat.HEADER_BYTES + BlockFormat.padded(storedBytes);
    }
}
