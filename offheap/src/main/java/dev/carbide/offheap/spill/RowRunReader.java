package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;

/**
 * Reads a segment block by block. It allocates nothing and owns neither the file nor the buffers.
 *
 * <pre>{@code
 * while (reader.nextBlock()) {
 *     if (reader.oversizeBytes() > 0) {
 *         reader.copyOversize(store.allocate(reader.oversizeBytes()));
 *     } else {
 *         // reader.blockRows() rows from reader.blockAddress()
 *     }
 * }
 * }</pre>
 *
 * <p>Not thread-safe. Several readers may read the same segment, each with its own buffers.
 */
public final class RowRunReader {
    private final RunSegment segment;
    private final BlockCodec codec;
    private final MemorySegment raw;
    private final MemorySegment block;
    private final long rawAddress;

    private long position;
    private long rows;
    private long bytes;
    private int blockBytes;
    private int blockRows;
    private int oversize;

    /** @param buffers for blocks at least as large as those of the writer */
    public RowRunReader(RunSegment segment, SpillBuffers buffers) {
        if (segment.file().widestBlock() > buffers.blockBytes()) {
            throw new CarbideInternalException(segment.file() + " was written with blocks of "
                    + segment.file().widestBlock() + " bytes, got buffers for blocks of " + buffers.blockBytes());
        }
        this.segment = segment;
        this.codec = segment.file().newCodec();
        this.raw = buffers.raw();
        this.block = buffers.block();
        this.rawAddress = buffers.rawAddress();
        this.position = segment.position();
    }

    /**
     * Goes to the next block, or to the next row that is longer than a block.
     *
     * @return false at the end of the segment
     * @throws SpillException if the file cannot be read or is damaged
     */
    public boolean nextBlock() {
        if (oversize != 0) {
            throw new CarbideInternalException("A row of " + oversize + " bytes was not taken");
        }
        long start = position;
        if (start == segment.end()) {
            blockBytes = 0;
            blockRows = 0;
            requireAllRows();
            return false;
        }
        BlockHeader header = decodeNext();
        if (header.label().kind() != BlockKind.ROWS || header.has(BlockFormat.FLAG_ROW_CONTINUES)) {
            throw segment.file().failure("has no row that begins here", start, null);
        }
        blockBytes = header.rawBytes();
        blockRows = header.label().rows();
        rows += blockRows;
        bytes += blockBytes;
        oversize = header.has(BlockFormat.FLAG_ROW_BEGINS) ? header.label().detail() : 0;
        return true;
    }

    private void requireAllRows() {
        if (rows != segment.rows() || bytes != segment.bytes()) {
            throw segment.file()
                    .failure(
                            "has " + rows + " rows of " + bytes + " bytes, expected " + segment.rows() + " of "
                                    + segment.bytes(),
                            position,
                            null);
        }
    }

    private BlockHeader decodeNext() {
        long start = position;
        SpillFile file = segment.file();
        try {
            int most = (int) Math.min(block.byteSize(), segment.end() - start);
            file.read(
                    start,
                    block.asSlice(0, Math.min(BlockFormat.HEADER_BYTES, most)).asByteBuffer());
            BlockHeader header = BlockHeader.read(block.asSlice(0, most));
            if (header.blockBytes() > most) {
                throw new BlockException(
                        "the block claims " + header.blockBytes() + " bytes, and at most " + most + " can be");
            }
            int size = (int) header.blockBytes();
            file.read(
                    start + BlockFormat.HEADER_BYTES,
                    block.asSlice(BlockFormat.HEADER_BYTES, size - BlockFormat.HEADER_BYTES)
                            .asByteBuffer());
            codec.decode(file.identity(), start, block.asSlice(0, size), raw);
            position = start + size;
            return header;
        } catch (BlockException e) {
            throw file.failure("is damaged: " + e.getMessage(), start, e);
        }
    }

    /** What the next blocks hold: another reader can go on there. */
    public RunSegment rest() {
        return new RunSegment(segment.file(), position, segment.end(), segment.rows() - rows, segment.bytes() - bytes);
    }

    /** The first row of the block. Valid until the next call of {@link #nextBlock}. */
    public long blockAddress() {
        return rawAddress;
    }

    /** The bytes of all rows of the block; 0 for a row that is longer than a block. */
    public int blockBytes() {
        return oversize == 0 ? blockBytes : 0;
    }

    /** The rows of the block; 0 for a row that is longer than a block. */
    public int blockRows() {
        return oversize == 0 ? blockRows : 0;
    }

    /** The size of the row that is longer than a block, which {@link #copyOversize} must take; 0 if there are rows of the usual kind. */
    public int oversizeBytes() {
        return oversize;
    }

    /** Copies the row that is longer than a block to this address, where {@link #oversizeBytes} bytes are free. */
    public void copyOversize(long address) {
        int size = oversize;
        int copied = 0;
        int count = blockBytes;
        while (true) {
            if (count > size - copied || count == 0) {
                throw segment.file().failure("has a row of another length than " + size, position, null);
            }
            RawMemory.copy(rawAddress, address + copied, count);
            copied += count;
            if (copied == size) {
                break;
            }
            BlockHeader header = decodeNext();
            if (!header.has(BlockFormat.FLAG_ROW_CONTINUES) || header.label().detail() != size) {
                throw segment.file().failure("lacks the rest of a row", position, null);
            }
            count = header.rawBytes();
            bytes += count;
        }
        oversize = 0;
        blockBytes = 0;
        blockRows = 0;
    }
}
