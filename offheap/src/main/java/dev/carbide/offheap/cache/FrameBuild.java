package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.type.DataType;

/** Makes a block of frames: rows are staged until they fill one. */
final class FrameBuild implements BlockBuild {
    /** Long strings that are staged before a frame is made. */
    private static final long STAGED_TEXT = FrameScratch.RAW_BYTES / 2;

    private final SectionSequence sections;
    private final FrameStorage storage;
    private final FrameWriter writer;
    private int written;
    private boolean finished;

    FrameBuild(DataType type, FrameStorage storage, Frames frames) {
        this.storage = storage;
        this.writer = frames.writer(storage);
        this.sections = new SectionSequence(type, frames.memory(), this::end);
    }

    @Override
    public void append(Column column, int from, int count) {
        int done = 0;
        while (done < count) {
            GrowingColumn section = sections.sectionFor(column);
            int step = Math.min(count - done, FrameWriter.MOST_ROWS - section.rows());
            section.append(column, from + done, step);
            done += step;
            if (section.rows() == FrameWriter.MOST_ROWS || section.textBytes() > STAGED_TEXT) {
                write(section);
                section.clear();
            }
        }
    }

    private void write(GrowingColumn section) {
        if (section.rows() > 0) {
            writer.write(section.view(), written);
            written += section.rows();
        }
    }

    private void end(GrowingColumn section) {
        try {
            write(section);
        } finally {
            section.close();
        }
    }

    @Override
    public FrameList finish() {
        sections.end();
        FrameList block = writer.finish();
        finished = true;
        return block;
    }

    @Override
    public void close() {
        sections.close();
        if (!finished) {
            finished = true;
            storage.free();
        }
    }
}
