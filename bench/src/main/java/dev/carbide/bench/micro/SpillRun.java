package dev.carbide.bench.micro;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.spill.BlockCompression;
import dev.carbide.offheap.spill.RowRunReader;
import dev.carbide.offheap.spill.RowRunWriter;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import dev.carbide.offheap.spill.SpillSettings;
import dev.carbide.offheap.spill.SpillStore;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Writing rows of 64 bytes to a spill file in the temp directory, and reading them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SpillRun {
    private static final int ROW_BYTES = 64;

    @Param("1000000")
    public int rows;

    @Param({"NONE", "LZ4"})
    public BlockCompression compression;

    @Param({"false", "true"})
    public boolean encrypted;

    private final MemoryPool pool = MemoryPool.root("benchmark", 1L << 30);
    private final PageAllocator pages = PageAllocator.create();
    private final SpillBuffers buffers = new SpillBuffers(pool, pages);
    private Page data;
    private SpillStore store;
    private SpillFile file;
    private RunSegment run;

    /** A random word, then small numbers: blocks shrink to somewhat less than half. */
    @Setup(Level.Trial)
    public void setUp() {
        data = pages.allocate(pool, (long) rows * ROW_BYTES);
        Random random = new Random(42);
        for (int row = 0; row < rows; row++) {
            long address = data.address() + (long) row * ROW_BYTES;
            RawMemory.putLong(address, random.nextLong());
            for (int offset = Long.BYTES; offset < ROW_BYTES; offset += Long.BYTES) {
                RawMemory.putLong(address + offset, random.nextInt(1 << offset / 4));
            }
        }
        store = SpillStore.open(
                SpillSettings.DEFAULT.withCompression(compression).withEncrypted(encrypted));
        file = store.newFile("benchmark");
        run = writeTo(file);
    }

    private RunSegment writeTo(SpillFile target) {
        RowRunWriter writer = new RowRunWriter(target, buffers);
        long end = data.address() + (long) rows * ROW_BYTES;
        for (long row = data.address(); row < end; row += ROW_BYTES) {
            writer.append(row, ROW_BYTES);
        }
        return writer.finish();
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        System.out.println("bytes per row " + (double) file.size() / rows);
        store.close();
        buffers.close();
        data.free();
        pool.close();
        pages.close();
    }

    /** With the file made and deleted. */
    @Benchmark
    public RunSegment write() {
        try (SpillFile target = store.newFile("benchmark")) {
            return writeTo(target);
        }
    }

    @Benchmark
    public long read() {
        long sum = 0;
        RowRunReader reader = new RowRunReader(run, buffers);
        while (reader.nextBlock()) {
            long end = reader.blockAddress() + reader.blockBytes();
            for (long row = reader.blockAddress(); row < end; row += ROW_BYTES) {
                sum += RawMemory.getLong(row);
            }
        }
        return sum;
    }
}
