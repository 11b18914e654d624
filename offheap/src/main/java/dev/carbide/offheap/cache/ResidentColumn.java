package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnSlices;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block as columns in memory, of which batches are slices. */
final class ResidentColumn implements MemoryForm {
    private static final long HEAP_PER_SECTION = 512;

    private final List<Section> sections = new ArrayList<>();

    /** Rows of one encoding, from {@code first} on. */
    private record Section(int first, GrowingColumn rows, Column column) {}

    /** Takes over the columns. */
    ResidentColumn(List<GrowingColumn> columns) {
        int first = 0;
        for (GrowingColumn column : columns) {
            sections.add(new Section(first, column, column.view()));
            first += column.rows();
        }
    }

    @Override
    public long bytes() {
        return sections.stream().mapToLong(section -> section.rows.bytes()).sum();
    }

    @Override
    public long heapBytes() {
        return sections.size() * HEAP_PER_SECTION;
    }

    @Override
    public BlockCursor cursor(ZoneMap zones, MemoryPool pool, PageAllocator pages) {
        return new Cursor(zones, new ColumnSlices(1, pool, pages));
    }

    @Override
    public FrameList writeTo(FrameStorage disk, Frames frames) {
        FrameWriter writer = frames.writer(disk);
        for (Section section : sections) {
            writer.write(section.column, section.first);
        }
        return writer.finish();
    }

    @Override
    public void free() {
        sections.forEach(section -> section.rows.close());
        sections.clear();
    }

    private final class Cursor implements BlockCursor {
        private final ZoneMap zones;
        private final ColumnSlices slices;
        private int at;
        /** The present section with the bounds of the present zone. */
        private @Nullable Column column;

        private int zone = -1;

        Cursor(ZoneMap zones, ColumnSlices slices) {
            this.zones = zones;
            this.slices = slices;
        }

        private Section seek(int row) {
            while (at > 0 && sections.get(at).first > row) {
                at--;
                zone = -1;
            }
            while (at + 1 < sections.size() && sections.get(at + 1).first <= row) {
                at++;
                zone = -1;
            }
            return sections.get(at);
        }

        @Override
        public Column column(int from, int count) {
            Section section = seek(from);
            Column present = column;
            if (present == null || zone != from / ZoneMap.ZONE_ROWS) {
                zone = from / ZoneMap.ZONE_ROWS;
                present = bounded(section.column);
                column = present;
            }
            return slices.slice(0, present, from - section.first, count);
        }

        private Column bounded(Column whole) {
            return whole.encoding() != Encoding.FLAT || whole.type().isVariableLength()
                    ? whole
                    : Column.flat(whole.type(), whole.length(), whole.values(), whole.validity(), zones.bounds(zone));
        }

        @Override
        public int run(int from) {
            Section section = seek(from);
            int end = section.first + section.column.length();
            return Math.min(end, (from / ZoneMap.ZONE_ROWS + 1) * ZoneMap.ZONE_ROWS) - from;
        }

        @Override
        public boolean isShared(int from) {
            Section section = seek(from);
            return !section.column.hasNulls() || (from - section.first & 63) == 0;
        }

        @Override
        public void close() {
            slices.close();
        }
    }
}
