package dev.carbide.bench.micro;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same longs summed through a bounded segment, raw addresses, a buffer of Agrona, and a store and the checked bytes of
 * Chronicle: what reading through another library costs per value.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Batch.MAX_ROWS)
@Fork(
        jvmArgsAppend = {
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class ForeignScan {
    private static final int BYTES = Batch.MAX_ROWS * Long.BYTES;

    private final MemoryPool pool = MemoryPool.root("benchmark", 1 << 20);
    private final PageAllocator pages = PageAllocator.create();
    private final MemoryScope memory = new MemoryScope(pages, pool);
    private final MemorySegment segment = memory.allocateSegment(BYTES, Long.BYTES);
    private final long address = segment.address();
    private final UnsafeBuffer buffer = new UnsafeBuffer(address, BYTES);
    private final PointerBytesStore store = BytesStore.wrap(address, BYTES);
    private final Bytes<Void> bytes = store.bytesForRead();

    @Setup(Level.Trial)
    public void setUp() {
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            Columns.putLong(segment, row, row);
        }
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        bytes.releaseLast();
        store.releaseLast();
        memory.close();
        pool.close();
        pages.close();
    }

    @Benchmark
    public long segment() {
        long sum = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            sum += Columns.getLong(segment, row);
        }
        return sum;
    }

    @Benchmark
    public long rawMemory() {
        long sum = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            sum += RawMemory.getLong(address + ((long) row << 3));
        }
        return sum;
    }

    @Benchmark
    public long agronaBuffer() {
        long sum = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            sum += buffer.getLong(row << 3);
        }
        return sum;
    }

    @Benchmark
    public long chronicleStore() {
        long sum = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            sum += store.readLong((long) row << 3);
        }
        return sum;
    }

    @Benchmark
    public long chronicleBytes() {
        long sum = 0;
        for (int row = 0; row < Batch.MAX_ROWS; row++) {
            sum += bytes.readLong((long) row << 3);
        }
        return sum;
    }
}
