package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;

/**
 * Writes rows of a multiple of eight bytes each to a file, in blocks. Rows of a block lie back to back; a row that is
 * longer than a block has blocks of its own. It allocates nothing and owns neither the file nor the buffers.
 *
 * <p>Not thread-safe. As long as rows are open in one writer, no other may write to the file.
 */
public final class RowRunWriter {
    private final SpillFile file;
    private final BlockCodec codec;
    private final MemorySegment raw;
    private final MemorySegment block;
    private final long rawAddress;
    private final int capacity;

    private int used;
    private int blockRows;
    /** Where the block that is being filled will begin. */
    private long position;
    /** Bytes that {@link #piece} has still to bring. */
    private int missing;
    /** The size of the row under way that is longer than a block, or 0. */
    private int oversize;

    private boolean oversizeBegun;
    private long rows;
    private long bytes;
    private long segmentPosition;
    private long segmentRows;
    private long segmentBytes;

    public RowRunWriter(SpillFile file, SpillBuffers buffers) {
        this.file = file;
        file.widen(buffers.blockBytes());
        this.codec = file.newCodec();
        this.raw = buffers.raw();
        this.block = buffers.block();
        this.rawAddress = buffers.rawAddress();
        this.capacity = buffers.rawBytes();
        this.position = file.size();
        this.segmentPosition = position;
    }

    /** Adds a copy of the row at this address. */
    public void append(long address, int size) {
        if (size > capacity - used || missing != 0 || size <= 0) {
            begin(size);
            piece(address, size);
            return;
        }
        RawMemory.copy(address, rawAddress + used, size);
        used += size;
        blockRows++;
    }

    /** Adds a row that lies in two places. */
    public void append(long address, int size, long extraAddress, int extraSize) {
        begin(Math.addExact(size, extraSize));
        piece(address, size);
        piece(extraAddress, extraSize);
    }

    /** Begins a row of this size, whose bytes come in pieces. */
    public void begin(int size) {
        if (missing != 0) {
            throw new CarbideInternalException("A row lacks " + missing + " bytes, and the next one begins");
        }
        if (size <= 0 || size % Long.BYTES != 0) {
            throw new CarbideInternalException("A row needs a positive multiple of 8 bytes, got " + size);
        }
        if (size > capacity - used) {
            flush();
        }
        if (size > capacity) {
            oversize = size;
            oversizeBegun = false;
        }
        missing = size;
        blockRows++;
    }

    /** The next bytes of the row that was begun; the last piece ends it. */
    public void piece(long address, int size) {
        if (size > missing || size < 0) {
            throw new CarbideInternalException("A row that lacks " + missing + " bytes is given " + size);
        }
        long from = address;
        int left = size;
        missing -= size;
        while (left > 0) {
            int count = Math.min(left, capacity - used);
            RawMemory.copy(from, rawAddress + used, count);
            used += count;
            from += count;
            left -= count;
            if (oversize != 0 && (used == capacity || left == 0 && missing == 0)) {
                flush();
            }
        }
        if (missing == 0) {
            oversize = 0;
        }
    }

    private void flush() {
        if (used == 0) {
            return;
        }
        int flags = oversize == 0 ? 0 : oversizeBegun ? BlockFormat.FLAG_ROW_CONTINUES : BlockFormat.FLAG_ROW_BEGINS;
        oversizeBegun = oversize != 0;
        if (file.size() != position) {
            throw new CarbideInternalException(file + " is written by two writers at a time");
        }
        BlockLabel label = new BlockLabel(BlockKind.ROWS, flags, blockRows, oversize, position);
        int size = codec.encode(label, file.identity(), raw.asSlice(0, used), block);
        file.append(block.asSlice(0, size).asByteBuffer());
        position += size;
        rows += blockRows;
        bytes += used;
        blockRows = 0;
        used = 0;
    }

    /** Ends the block, if it has rows. The position at which the next one will begin. */
    public long mark() {
        if (missing != 0) {
            throw new CarbideInternalException("A row lacks " + missing + " bytes, and the block ends");
        }
        flush();
        return position;
    }

    /** Ends the block. What was written since the last cut, or since the beginning. Rows may follow. */
    public RunSegment cut() {
        long end = mark();
        RunSegment segment = new RunSegment(file, segmentPosition, end, rows - segmentRows, bytes - segmentBytes);
        segmentPosition = end;
        segmentRows = rows;
        segmentBytes = bytes;
        return segment;
    }

    /** As {@link #cut}, for the last rows: the buffers may be used elsewhere or closed. */
    public RunSegment finish() {
        return cut();
    }

    /** The rows added so far. */
    public long rows() {
        return rows + blockRows;
    }

    /** The bytes of the rows added so far. */
    public long bytes() {
        return bytes + used;
    }
}
