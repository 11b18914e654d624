package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.List;

/** Makes a block of columns in memory. */
final class ResidentBuild implements BlockBuild {
    private final SectionSequence sections;
    private final List<GrowingColumn> complete = new ArrayList<>();
    /** How many rows are expected, 0 if that is not known. */
    private final long expected;

    private long rows;

    ResidentBuild(DataType type, long expected, CacheMemory memory) {
        this.sections = new SectionSequence(type, memory, complete::add);
        this.expected = expected;
    }

    @Override
    public void append(Column column, int from, int count) {
        GrowingColumn section = sections.sectionFor(column);
        if (section.rows() == 0 && expected > rows) {
            section.reserve(expected - rows);
        }
        section.append(column, from, count);
        rows += count;
    }

    @Override
    public ResidentColumn finish() {
        sections.end();
        complete.forEach(GrowingColumn::trim);
        ResidentColumn block = new ResidentColumn(complete);
        complete.clear();
        return block;
    }

    @Override
    public void close() {
        sections.close();
        complete.forEach(GrowingColumn::close);
        complete.clear();
    }
}
