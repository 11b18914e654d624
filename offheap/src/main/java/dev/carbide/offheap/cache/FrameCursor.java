package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnSlices;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.spill.BlockCodec;
import dev.carbide.offheap.spill.BlockHeader;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reads a compressed block frame by frame, in memory that is charged to a query. */
final class FrameCursor implements BlockCursor {
    private final FrameList list;
    private final FrameDirectory directory;
    private final DataType type;
    private final ZoneMap zones;
    private final CacheMemory memory;
    private final BlockCodec codec;
    private final ColumnSlices slices;

    private @Nullable Page encoded;
    private @Nullable Page raw;
    private int frame = -1;
    private @Nullable Column rows;
    private @Nullable GrowingColumn dictionary;
    private @Nullable Column dictionaryColumn;
    private int dictionaryFrame = -1;

    FrameCursor(FrameList list, ZoneMap zones, MemoryPool pool, PageAllocator pages) {
        this.list = list;
        this.directory = list.directory();
        this.type = zones.type();
        this.zones = zones;
        this.memory = bytes -> pages.allocate(pool, bytes);
        this.codec = list.newCodec();
        this.slices = new ColumnSlices(1, pool, pages);
    }

    @Override
    public Column column(int from, int count) {
        int wanted = seek(from);
        Column present = rows;
        if (present == null || wanted != frame) {
            present = decode(wanted);
            rows = present;
            frame = wanted;
        }
        return slices.slice(0, present, from - directory.first(wanted), count);
    }

    private int seek(int row) {
        boolean here = frame >= 0 && row >= directory.first(frame) && row < end(frame);
        return here ? frame : directory.frameOf(row);
    }

    private int end(int of) {
        return directory.first(of) + directory.rows(of);
    }

    @Override
    public int run(int from) {
        int end = end(seek(from));
        return Math.min(end, (from / ZoneMap.ZONE_ROWS + 1) * ZoneMap.ZONE_ROWS) - from;
    }

    private Column decode(int wanted) {
        frame = -1;
        rows = null;
        if (directory.kind(wanted) == FrameDirectory.CODES) {
            useDictionary(directory.dictionary(wanted));
        }
        return columnOf(wanted, directory.rows(wanted));
    }

    private void useDictionary(int first) {
        if (first == dictionaryFrame) {
            return;
        }
        dictionaryFrame = -1;
        if (dictionary != null) {
            dictionary.close();
        }
        GrowingColumn entries = GrowingColumn.flat(type, memory);
        dictionary = entries;
        for (int at = first; directory.kind(at) == FrameDirectory.ENTRIES; at++) {
            Column some = columnOf(at, -1);
            entries.append(some, 0, some.length());
        }
        dictionaryColumn = entries.view();
        dictionaryFrame = first;
    }

    /** Decodes one frame; how many values it has stands in the frame if not known. */
    private Column columnOf(int at, int knownRows) {
        int size = directory.size(at);
        encoded = ensure(encoded, size);
        MemorySegment block = encoded.segment().asSlice(0, size);
        list.storage().read(directory.position(at), block);
        int rawBytes = BlockHeader.read(block).rawBytes();
        Page target = ensure(raw, (long) rawBytes + Area.PADDING);
        raw = target;
        BlockHeader header =
                codec.decode(list.identity(), at, block, target.segment().asSlice(0, rawBytes));
        int count = header.label().rows();
        if (knownRows >= 0 && count != knownRows) {
            throw new CarbideInternalException("A frame has " + count + " rows, expected " + knownRows);
        }
        return columnIn(target.segment(), at, count, rawBytes);
    }

    private Column columnIn(MemorySegment bytes, int at, int count, int rawBytes) {
        boolean codes = directory.kind(at) == FrameDirectory.CODES;
        long valueBytes = padded((long) count << (codes ? 2 : type.physical().shift()));
        long validityBytes = directory.hasNulls(at) ? padded((count + 7) >> 3) : 0;
        MemorySegment values = bytes.asSlice(0, valueBytes + Area.PADDING);
        MemorySegment validity = validityBytes == 0 ? null : bytes.asSlice(valueBytes, validityBytes + Area.PADDING);
        if (codes && dictionaryColumn != null) {
            return Column.dictionary(count, values, validity, dictionaryColumn);
        }
        if (!type.isVariableLength()) {
            int zone = directory.first(at) / ZoneMap.ZONE_ROWS;
            boolean oneZone = (directory.first(at) + count - 1) / ZoneMap.ZONE_ROWS == zone;
            return Column.flat(type, count, values, validity, oneZone ? zones.bounds(zone) : type.bounds());
        }
        long text = valueBytes + validityBytes;
        ViewBuffers buffers =
                text == rawBytes ? ViewBuffers.NONE : new ViewBuffers(bytes.asSlice(text, rawBytes - text));
        return Column.views(type, count, values, validity, buffers);
    }

    private static long padded(long bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }

    private Page ensure(@Nullable Page page, long bytes) {
        if (page != null && page.size() >= bytes) {
            return page;
        }
        if (page != null) {
            page.free();
            encoded = page == encoded ? null : encoded;
            raw = page == raw ? null : raw;
        }
        return memory.allocate(bytes);
    }

    @Override
    public boolean isShared(int from) {
        return false;
    }

    @Override
    public void close() {
        if (encoded != null) {
            encoded.free();
            encoded = null;
        }
        if (raw != null) {
            raw.free();
            raw = null;
        }
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
        rows = null;
        frame = -1;
        dictionaryFrame = -1;
        slices.close();
    }
}
