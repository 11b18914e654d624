package dev.carbide.cli.tpch;

import dev.carbide.cli.Progress;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.parquet.ParquetTableWriter;
import dev.carbide.parquet.ParquetWriterOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Writes all relations at one scale to Parquet files. For one thread, but for {@link #cancel}. */
public final class TpchFiles implements AutoCloseable {
    private static final int IDLE_SHARE = 16;

    private final MemoryPool pool;
    private final PageAllocator pages;
    private final TpchGenerator generator;

    /** Is told of each file. */
    @FunctionalInterface
    public interface Written {
        void accept(Path file, long rows) throws IOException;
    }

    /** @param memory limit for what is under way, in bytes */
    public TpchFiles(double scale, int threads, long memory) {
        pool = MemoryPool.root("generate", memory - memory / IDLE_SHARE);
        pages = PageAllocator.create(memory / IDLE_SHARE);
        generator = new TpchGenerator(scale, threads, pool, pages);
    }

    /** Writes {@code <directory>/<table>.parquet} for every relation; a file appears when it is complete. */
    public void write(Path directory, Progress progress, Written written) throws IOException {
        progress.begin("preparing the text of TPC-H", () -> Double.NaN);
        TpchGenerator.prepareText();
        for (TpchRelation relation : TpchRelation.values()) {
            progress.begin("generating " + relation.tableName(), generator::progress);
            Path file = directory.resolve(relation.tableName() + ".parquet");
            long rows = write(relation, file);
            progress.end();
            written.accept(file, rows);
        }
    }

    private long write(TpchRelation relation, Path file) {
        try (ParquetTableWriter writer =
                ParquetTableWriter.create(file, relation.schema(), ParquetWriterOptions.DEFAULT, pool, pages)) {
            long rows = generator.generate(relation, writer::write);
            writer.finish();
            return rows;
        }
    }

    /** Ends the writing within a batch or so; no file is left half-written. From any thread. */
    public void cancel() {
        generator.cancel();
    }

    @Override
    public void close() {
        generator.close();
        pool.close();
        pages.close();
    }
}
