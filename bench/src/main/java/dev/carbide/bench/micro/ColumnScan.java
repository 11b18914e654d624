package dev.carbide.bench.micro;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reading one batch of longs: through a bounded segment, through raw addresses, and as a filter with conditions and with
 * arithmetic. {@code polluted} shows what one heap segment through the same accessors costs everybody.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Batch.MAX_ROWS)
public class ColumnScan {
    /** Whether a heap segment has gone through the accessors before. */
    @Param({"false", "true"})
    public boolean polluted;

    private final int[] kept = new int[Batch.MAX_ROWS];
    private final long[] masks = new long[Batch.MAX_ROWS];
    private MemoryPool pool = MemoryPool.root("benchmark", 1 << 20);
    private PageAllocator pages = PageAllocator.create();
    private MemoryScope memory = new MemoryScope(pages, pool);
    private MemorySegment values = MemorySegment.NULL;

    /** Fills a batch with values from 0 to 99. */
    @Setup(Level.Trial)
    public void setUp() {
        values = memory.allocateSegment(Batch.MAX_ROWS * Long.BYTES, Long.BYTES);
        Random random = new Random(42);
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            Columns.putLong(values, row, random.nextInt(100));
        }
        if (polluted) {
            MemorySegment heap = MemorySegment.ofArray(new long[Batch.MAX_ROWS]);
            for (int time = 0; time < 20_000; time++) {
                sum(heap);
            }
        }
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        memory.close();
        pool.close();
        pages.close();
    }

    @Benchmark
    public long sumOfSegment() {
        return sum(values);
    }

    private static long sum(MemorySegment segment) {
        long sum = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            sum += Columns.getLong(segment, row);
        }
        return sum;
    }

    @Benchmark
    public long sumOfAddresses() {
        long base = values.address();
        long sum = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            sum += RawMemory.getLong(base + ((long) row << 3));
        }
        return sum;
    }

    @Benchmark
    public int filterByCondition() {
        int passed = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            long value = Columns.getLong(values, row);
            kept[passed] = row;
            passed += value >= 20 & value < 50 ? 1 : 0;
        }
        return passed;
    }

    @Benchmark
    public int filterByArithmetic() {
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            long value = Columns.getLong(values, row);
            masks[row] = (~(value - 20) & (value - 50)) >>> 63;
        }
        int passed = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            kept[passed] = row;
            passed += (int) masks[row];
        }
        return passed;
    }
}
