package dev.carbide.bench.micro;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.operators.runtime.JoinBuilder;
import dev.carbide.operators.runtime.JoinTable;
import dev.carbide.operators.runtime.TableProbe;
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

/** Probing a join table with one batch of keys, of which a share has a match. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Batch.MAX_ROWS)
public class HashProbe {
    private static final int BATCHES = 64;

    /** Build rows. */
    @Param({"10000", "1000000"})
    public int rows;

    /** Of a hundred probe keys, how many have a match. */
    @Param({"5", "100"})
    public int hits;

    private final long[][] keys = new long[BATCHES][Batch.MAX_ROWS];
    private final int[] tuples = new int[Batch.MAX_ROWS];
    private final long[] matches = new long[Batch.MAX_ROWS];
    private final MemoryPool pool = MemoryPool.root("benchmark", 1L << 30);
    private final PageAllocator pages = PageAllocator.create();
    private final RowLayout layout = RowLayout.of();
    private final JoinBuilder builder = new JoinBuilder(layout, pool, pages);
    private final JoinTable table = new JoinTable(layout, true, pool, pages);
    private TableProbe[] probe = new TableProbe[0];
    private int next;

    /** Builds the table over every thousandth number, so that it is neither dense nor clustered. */
    @Setup(Level.Trial)
    public void setUp() {
        long[] chunk = new long[Batch.MAX_ROWS];
        for (int from = 0; from < rows; from += chunk.length) {
            int count = Math.min(chunk.length, rows - from);
            for (int row = 0; row < count; row++) {
                chunk[row] = (from + row) * 1000L;
            }
            builder.append(chunk, count, matches);
        }
        table.add(builder);
        table.build();
        Random random = new Random(42);
        for (long[] batch : keys) {
            for (int row = 0; row < batch.length; row++) {
                batch[row] = random.nextInt(rows) * 1000L + (random.nextInt(100) < hits ? 0 : 1);
            }
        }
        probe = new TableProbe[] {table.newProbe()};
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        table.close();
        builder.close();
        pool.close();
        pages.close();
    }

    @Benchmark
    public long probe() {
        TableProbe cursor = probe[0];
        cursor.begin(keys[next++ % BATCHES], Batch.MAX_ROWS);
        long found = 0;
        for (int count = cursor.next(tuples, matches); count > 0; count = cursor.next(tuples, matches)) {
            found += count;
        }
        return found;
    }
}
