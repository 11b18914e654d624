package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemoryPoolThreadsTest {
    private static final int THREADS = 4;
    private static final int STEPS = 20_000;

    @Test
    void theLimitHoldsAndNothingIsLost() throws Exception {
        long limit = 2 << 20;
        MemoryPool root = MemoryPool.root("kernel", limit);
        AtomicLong outstanding = new AtomicLong();
        inThreads(thread -> {
            SplittableRandom random = new SplittableRandom(thread);
            try (MemoryPool query = root.child("query-" + thread);
                    MemoryPool sort = query.child("sort")) {
                long held = 0;
                for (int step = 0; step < STEPS; step++) {
                    long bytes = random.nextLong(1 << random.nextInt(21));
                    if (sort.tryReserve(bytes)) {
                        held += bytes;
                        assertTrue(outstanding.addAndGet(bytes) <= limit);
                    } else {
                        outstanding.addAndGet(-held);
                        sort.release(held);
                        held = 0;
                    }
                }
                outstanding.addAndGet(-held);
                sort.release(held);
            }
        });
        assertEquals(0, root.reserved());
        assertTrue(root.tryReserve(limit));
        root.release(limit);
        root.close();
    }

    /** If all together ask for no more than the limit, nobody may be refused, however the quanta happen to lie. */
    @Test
    void nobodyIsRefusedBelowTheLimit() throws Exception {
        long share = 300_000;
        MemoryPool root = MemoryPool.root("kernel", THREADS * share);
        inThreads(thread -> {
            SplittableRandom random = new SplittableRandom(thread);
            try (MemoryPool query = root.child("query-" + thread);
                    MemoryPool left = query.child("left");
                    MemoryPool right = query.child("right")) {
                for (int step = 0; step < STEPS; step++) {
                    long bytes = random.nextLong(share + 1);
                    left.reserve(bytes);
                    right.reserve(share - bytes);
                    left.release(bytes);
                    right.release(share - bytes);
                }
            }
        });
        assertEquals(0, root.reserved());
        root.close();
    }

    /** Bytes that one thread moves from pool to pool must not escape another that looks for them at the limit. */
    @Test
    void movingBytesAreFound() throws Exception {
        long share = 64 << 10;
        MemoryPool root = MemoryPool.root("kernel", 2 * share);
        MemoryPool left = root.child("left");
        for (int i = 0; i < 10; i++) {
            root.child("between");
        }
        MemoryPool right = root.child("right");
        AtomicBoolean searching = new AtomicBoolean(true);
        AtomicLong moves = new AtomicLong();
        inThreads(2, thread -> {
            try {
                while (thread == 0 && searching.get()) {
                    left.reserve(share);
                    left.release(share);
                    right.reserve(share);
                    right.release(share);
                    moves.incrementAndGet();
                }
                for (int search = 0; search < 200 && searching.get(); search++) {
                    for (long enough = moves.get() + 10; moves.get() < enough && searching.get(); ) {
                        Thread.onSpinWait();
                    }
                    try (MemoryPool searcher = root.child("searcher")) {
                        searcher.reserve(share);
                        searcher.release(share);
                    }
                }
            } finally {
                searching.set(false);
            }
        });
        assertEquals(0, root.reserved());
    }

    /** One pool for several threads. */
    @Test
    void threadsShareAPool() throws Exception {
        MemoryPool root = MemoryPool.root("kernel", 1 << 20);
        MemoryPool shared = root.child("shared");
        inThreads(thread -> {
            for (int step = 0; step < STEPS; step++) {
                long bytes = 1 + (step * 31L + thread) % ((1 << 20) / THREADS);
                shared.reserve(bytes);
                shared.release(bytes);
            }
        });
        assertEquals(0, shared.reserved());
        assertTrue(shared.peak() <= 1 << 20);
        shared.close();
        root.close();
    }

    private interface Body {
        void run(int thread);
    }

    private static void inThreads(Body body) throws Exception {
        inThreads(THREADS, body);
    }

    private static void inThreads(int threads, Body body) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            tasks.add(() -> {
                body.run(thread);
                return null;
            });
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        }
    }
}
