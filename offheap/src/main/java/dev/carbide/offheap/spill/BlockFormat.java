package dev.carbide.offheap.spill;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;

/**
 * The layout of a block: a header of {@value #HEADER_BYTES} bytes, the stored bytes, and zeros up to a multiple of eight.
 * Numbers are little-endian. Stored bytes are the raw ones, perhaps compressed, then perhaps encrypted and followed by
 * the tag of the encryption.
 */
public final class BlockFormat {
    /** "CBLK". */
    public static final int MAGIC = 0x4B4C_4243;

    public static final byte VERSION = 1;
    public static final int HEADER_BYTES = 48;

    /** What encryption adds to the stored bytes. */
    public static final int TAG_BYTES = 16;

    /** The stored bytes are encrypted. */
    public static final int FLAG_ENCRYPTED = 1;
    /** The block holds the beginning of one row that is longer than a block; the detail is the size of the row. */
    public static final int FLAG_ROW_BEGINS = 2;
    /** The block goes on with the row that the block before holds; the detail is the size of the row. */
    public static final int FLAG_ROW_CONTINUES = 4;

    static final int ALL_FLAGS = FLAG_ENCRYPTED | FLAG_ROW_BEGINS | FLAG_ROW_CONTINUES;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int KIND_OFFSET = 5;
    static final int COMPRESSION_OFFSET = 6;
    static final int FLAGS_OFFSET = 7;
    static final int ROWS_OFFSET = 8;
    static final int RAW_BYTES_OFFSET = 12;
    static final int STORED_BYTES_OFFSET = 16;
    /** CRC32C of the identity of the owner, the header with zero here, the stored bytes and the zeros after them. */
    static final int CHECKSUM_OFFSET = 20;

    static final int SEQUENCE_OFFSET = 24;
    static final int NONCE_OFFSET = 32;
    static final int NONCE_BYTES = 12;
    static final int DETAIL_OFFSET = 44;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private BlockFormat() {}

    /** The room that a block of so many raw bytes may need, header and encryption included. */
    public static long roomFor(long rawBytes) {
        return HEADER_BYTES + padded(rawBytes + TAG_BYTES);
    }

    static long padded(long bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }
}
