package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.spill.BlockCodec;
import dev.carbide.offheap.spill.BlockFormat;
import dev.carbide.offheap.spill.BlockKind;
import dev.carbide.offheap.spill.BlockLabel;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of columns. The raw bytes of a frame are: values or codes, then validity bits if there are NULLs, then the
 * long strings; each part begins at a multiple of eight. A dictionary comes in frames of its own before the first codes
 * into it. Not thread-safe.
 */
final class FrameWriter {
    /** Rows are cut so that frames end where zones do. */
    static final int MOST_ROWS = 1 << 14;

    private final Frames frames;
    private final FrameStorage storage;
    private final BlockCodec codec;
    private final FrameDirectory directory = new FrameDirectory();
    private @Nullable Column dictionary;

    FrameWriter(Frames frames, FrameStorage storage) {
        this.frames = frames;
        this.storage = storage;
        this.codec = frames.codec().get();
    }

    /** Adds all rows of a flat or dictionary column, the first of which is row {@code first} of the block. */
    void write(Column column, int first) {
        if (column.encoding() == Encoding.DICTIONARY) {
            if (column.dictionary() != dictionary) {
                dictionary = column.dictionary();
                directory.beginDictionary();
                writeAll(column.dictionary(), first, FrameDirectory.ENTRIES);
            }
            writeAll(column, first, FrameDirectory.CODES);
        } else {
            writeAll(column, first, FrameDirectory.VALUES);
        }
    }

    private void writeAll(Column column, int first, int kind) {
        int from = 0;
        while (from < column.length()) {
            int count = countOf(column, from, kind);
            writeFrame(new Piece(column, from, count, kind), first + (kind == FrameDirectory.ENTRIES ? 0 : from));
            from += count;
        }
    }

    private static int shiftOf(Column column, int kind) {
        return kind == FrameDirectory.CODES ? 2 : column.type().physical().shift();
    }

    /** How many rows fit a frame of the standard size, at least 1. */
    private static int countOf(Column column, int from, int kind) {
        int most = Math.min(MOST_ROWS, column.length() - from);
        if (kind == FrameDirectory.CODES || !column.type().isVariableLength()) {
            int perRow = 1 << shiftOf(column, kind);
            return Math.min(most, (FrameScratch.RAW_BYTES - MOST_ROWS / 8 - 16) / perRow & -64);
        }
        long bytes = MOST_ROWS / 8 + 16;
        int count = 0;
        while (count < most) {
            bytes += 16L + longBytes(column, from + count);
            if (bytes > FrameScratch.RAW_BYTES) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    private static int longBytes(Column views, int row) {
        int length = views.isValid(row) ? Columns.viewLength(views.values(), row) : 0;
        return length > Columns.INLINE_BYTES ? length : 0;
    }

    /** Rows of a column that become one frame. */
    private record Piece(Column column, int from, int count, int kind) {
        long valueBytes() {
            return padded((long) count << shiftOf(column, kind));
        }

        long validityBytes() {
            return column.hasNulls() ? padded((count + 7) >> 3) : 0;
        }

        boolean hasText() {
            return kind != FrameDirectory.CODES && column.type().isVariableLength();
        }

        long rawBytes() {
            long bytes = valueBytes() + validityBytes();
            if (hasText()) {
                for (int row = from; row < from + count; row++) {
                    bytes += longBytes(column, row);
                }
            }
            return bytes;
        }

        int detail() {
            return column.hasNulls() ? kind | FrameDirectory.NULLS : kind;
        }

        private static long padded(long bytes) {
            return (bytes + Long.BYTES - 1) & -Long.BYTES;
        }
    }

    private void writeFrame(Piece piece, int first) {
        long rawBytes = piece.rawBytes();
        long room = BlockFormat.roomFor(rawBytes);
        storage.prepare(room);
        boolean standard = rawBytes <= FrameScratch.RAW_BYTES;
        FrameScratch scratch = standard ? frames.scratch().take() : new FrameScratch(frames.memory(), rawBytes);
        try {
            MemorySegment raw = scratch.raw().asSlice(0, rawBytes);
            fill(piece, raw.address());
            MemorySegment target = storage.target(scratch, room);
            int rows = piece.kind == FrameDirectory.ENTRIES ? 0 : piece.count;
            BlockLabel label = new BlockLabel(BlockKind.COLUMNS, 0, piece.count, piece.detail(), directory.count());
            int size = codec.encode(label, frames.identity(), raw, target);
            directory.add(storage.keep(target, size), size, first, rows, piece.detail());
        } finally {
            if (standard) {
                frames.scratch().giveBack(scratch);
            } else {
                scratch.close();
            }
        }
    }

    private static void fill(Piece piece, long to) {
        Column column = piece.column;
        int shift = shiftOf(column, piece.kind);
        long bytes = (long) piece.count << shift;
        RawMemory.copy(column.values().address() + ((long) piece.from << shift), to, bytes);
        RawMemory.fill(to + bytes, piece.valueBytes() - bytes, (byte) 0);
        if (column.hasNulls()) {
            long bits = to + piece.valueBytes();
            RawMemory.fill(bits, piece.validityBytes(), (byte) 0);
            MemorySegment validity = RawMemory.segment(bits, piece.validityBytes());
            for (int row = 0; row < piece.count; row++) {
                Columns.setValid(validity, row, column.isValid(piece.from + row));
            }
        }
        if (piece.hasText()) {
            fillText(piece, to);
        }
    }

    private static void fillText(Piece piece, long to) {
        Column column = piece.column;
        ViewBuffers buffers = column.buffers();
        MemorySegment views = RawMemory.segment(to, (long) piece.count << 4);
        long text = to + piece.valueBytes() + piece.validityBytes();
        int used = 0;
        for (int row = 0; row < piece.count; row++) {
            int length = longBytes(column, piece.from + row);
            if (length > 0) {
                long address = Columns.viewAddress(column.values(), buffers, piece.from + row);
                RawMemory.copy(address, text + used, length);
                Columns.putView(views, row, address, length, 0, used);
                used += length;
            }
        }
    }

    /** Copies a frame that was made before, for the same block. */
    void copy(FrameList from, int frame) {
        int size = from.directory().size(frame);
        storage.prepare(size);
        boolean standard = size <= FrameScratch.FRAME_BYTES;
        FrameScratch scratch = standard ? frames.scratch().take() : new FrameScratch(frames.memory(), size);
        try {
            MemorySegment target = storage.target(scratch, size).asSlice(0, size);
            from.storage().read(from.directory().position(frame), target);
            directory.addLike(from.directory(), frame, storage.keep(target, size));
        } finally {
            if (standard) {
                frames.scratch().giveBack(scratch);
            } else {
                scratch.close();
            }
        }
    }

    FrameList finish() {
        storage.seal();
        return new FrameList(frames, directory, storage);
    }
}
