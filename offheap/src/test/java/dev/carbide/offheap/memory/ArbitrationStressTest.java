package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, each with one task after the other, over a budget that holds less than they want. */
final class ArbitrationStressTest {
    private static final int THREADS = 4;
    private static final long KIB = 1 << 10;
    private static final long ROW = 64 * KIB;
    private static final long KEPT = 16 * ROW;
    private static final long BUDGET = 24 << 20;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

    @Test
    @Timeout(60)
    void nothingIsLostAndNobodyFails() throws Exception {
        MemoryArbiter arbiter = new MemoryArbiter();
        MemoryPool root = MemoryPool.root("kernel", BUDGET, arbiter);
        long end = System.nanoTime() + NANOS;
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            int thread = number;
            workers.add(() -> {
                SplittableRandom random = new SplittableRandom(thread);
                int tasks = 0;
                for (; System.nanoTime() < end; tasks++) {
                    runTask(arbiter, root.child("task-" + thread + "-" + tasks), random);
                }
                return tasks;
            });
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Integer> done : executor.invokeAll(workers)) {
                assertTrue(done.get() > 0);
            }
        }
        assertEquals(0, root.reserved());
        assertEquals(0, arbiter.tasks().active());
        assertTrue(root.tryReserve(BUDGET));
        root.release(BUDGET);
        root.close();
    }

    private static void runTask(MemoryArbiter arbiter, MemoryPool pool, SplittableRandom random) throws Exception {
        CompletableFuture<MemoryTask> admission = new CompletableFuture<>();
        int consumers = 1 + random.nextInt(3);
        long floor = consumers * KEPT + random.nextLong(1 << 20);
        arbiter.tasks().submit(pool, floor, () -> false, admission::complete, admission::completeExceptionally);
        MemoryTask task = admission.get();
        List<TestRows> all = new ArrayList<>();
        List<Pin> pins = new ArrayList<>();
        for (int number = 0; number < consumers; number++) {
            TestRows rows = new TestRows(pool.child("rows-" + number), ROW, KEPT, arbiter, () -> {});
            all.add(rows);
            pins.add(rows.newPin());
        }
        for (int step = 0; step < 60; step++) {
            int chosen = random.nextInt(consumers);
            work(all.get(chosen), pins.get(chosen), 1 + random.nextInt((int) (KEPT / ROW)), random);
        }
        all.forEach(TestRows::end);
        task.close();
    }

    private static void work(TestRows rows, Pin pin, int count, SplittableRandom random) {
        pin.enter();
        rows.throwFailure();
        rows.ensure(count * ROW, pin);
        rows.entered();
        for (int row = 0; row < count; row++) {
            rows.add();
        }
        rows.check();
        rows.leaves();
        if (random.nextInt(8) == 0) {
            rows.ensure(0, pin);
        }
        pin.exit();
    }
}
