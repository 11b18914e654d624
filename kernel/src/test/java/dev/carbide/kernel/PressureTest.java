package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.testing.Digest;
import dev.carbide.kernel.testing.Mixture;
import dev.carbide.offheap.column.Batch;
import dev.carbide.operators.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Eight threads of mixed queries at a tenth of the memory they would like, some of which are left alone half-read for a
 * while, or closed early. For {@code -Dcarbide.soak.seconds=…} seconds, two by default.
 */
final class PressureTest {
    private static final int THREADS = 8;
    private static final int SECONDS = Integer.getInteger("carbide.soak.seconds", 2);
    /** Eight of the queries would hold about 500 MiB together. */
    private static final long MEMORY = 50 << 20;

    private static final List<PlanNode> PLANS = List.of(
            Mixture.groupRows(250_000),
            Mixture.joinRows(250_000),
            Mixture.sorted(300_000),
            Mixture.everything(120_000),
            Mixture.textGroups(150_000),
            Mixture.groups(100_000, 10));

    @Test
    @Timeout(3600)
    void mixedQueriesUnderPressure() throws Exception {
        List<Digest> right = new ArrayList<>();
        try (Kernel ample = Kernel.builder().memory(1 << 30).workers(2).build()) {
            PLANS.forEach(
                    plan -> right.add(Digest.of(ample.prepare(plan).execute()).unordered()));
        }
        long seed = System.nanoTime();
        System.out.println("PressureTest seed " + seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        AtomicInteger done = new AtomicInteger();
        try (Kernel kernel = Kernel.builder().memory(MEMORY).workers(2).build();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<PreparedQuery> queries = PLANS.stream().map(kernel::prepare).toList();
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(seed + thread);
                running.add(threads.submit(() -> {
                    do {
                        int which = random.nextInt(queries.size());
                        run(queries.get(which), right.get(which), random);
                        done.incrementAndGet();
                    } while (System.nanoTime() < end);
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
            assertEquals(0, kernel.memory().used(), () -> "left in\n" + kernel.memoryPool());
            assertEquals(0, kernel.spillUsage().files());
            assertTrue(kernel.spillUsage().bytesWritten() > 0, "nothing was spilled");
        }
        System.out.println("PressureTest " + done + " queries");
    }

    private static void run(PreparedQuery query, Digest right, Random random) throws InterruptedException {
        QueryOptions options = random.nextInt(4) == 0 ? QueryOptions.DEFAULT.withCallerThread() : QueryOptions.DEFAULT;
        boolean abandoned = random.nextInt(8) == 0;
        int idleAt = random.nextInt(3) == 0 ? random.nextInt(20) : -1;
        Digest.Reader reader = new Digest.Reader();
        try (ResultStream result = query.execute(options)) {
            int batches = 0;
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                reader.add(batch);
                if (batches++ == idleAt) {
                    Thread.sleep(random.nextInt(200));
                    if (abandoned) {
                        return;
                    }
                }
            }
        }
        assertEquals(right, reader.digest().unordered(), query::explain);
    }
}
