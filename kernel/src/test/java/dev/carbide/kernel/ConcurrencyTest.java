package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.testing.Hook;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConcurrencyTest {
    private static final int ROWS = 20_000;

    @Test
    void unreadResultsDoNotStallAnotherQuery() {
        try (var fixture = KernelFixture.workers(2);
                ResultStream first = fixture.scan("first", ROWS).execute();
                ResultStream second = fixture.scan("second", ROWS).execute()) {
            List<Long> beginning = KernelFixture.numbers(first.next());
            KernelFixture.numbers(second.next());
            PreparedQuery third = fixture.count("third", ROWS, 2, Hook.NONE);
            assertEquals(List.of((long) ROWS), KernelFixture.drain(third.execute()));
            assertTrue(first.progress().fraction() < 1, "more of it would not have fitted into the queue");
            assertEquals(ROWS, remaining(first) + beginning.size());
        }
    }

    private static long remaining(ResultStream result) {
        long rows = 0;
        for (Batch batch = result.next(); batch != null; batch = result.next()) {
            rows += batch.rowCount();
        }
        return rows;
    }

    @Test
    void independentPipelinesRunAtTheSameTime() {
        CountDownLatch bothBuild = new CountDownLatch(2);
        Hook waitsForTheOther = (point, count, cancellation) -> {
            if (point == Hook.Point.FINISH) {
                bothBuild.countDown();
                ResultStreamTest.await(bothBuild);
            }
        };
        PlanNode left = ScanNode.all(new NumbersTable("left", ROWS, 1, waitsForTheOther));
        PlanNode right = ScanNode.all(new NumbersTable("right", ROWS, 1, waitsForTheOther));
        PlanNode probe = ScanNode.all(new NumbersTable("probe", ROWS));
        try (var fixture = KernelFixture.workers(2)) {
            PreparedQuery query = fixture.count("bushy", KernelFixture.join(KernelFixture.join(probe, left), right));
            assertEquals(List.of((long) ROWS), KernelFixture.drain(query.execute()));
        }
    }

    @Test
    void allWorkersShareAPipelineAndNoMoreThanTheSourceCanFeed() {
        CountDownLatch threeRead = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Hook waitsForThree = (point, count, cancellation) -> {
            if (point == Hook.Point.NEW_READER) {
                threads.add(Thread.currentThread());
                threeRead.countDown();
                ResultStreamTest.await(threeRead);
            }
        };
        try (var fixture = KernelFixture.workers(4)) {
            assertEquals(
                    List.of((long) ROWS),
                    KernelFixture.drain(
                            fixture.count("three", ROWS, 3, waitsForThree).execute()));
            assertEquals(3, threads.size());
        }
    }

    @Test
    void manySmallQueriesOfSeveralThreads() throws Exception {
        try (var fixture = KernelFixture.workers(2)) {
            PreparedQuery counting = fixture.count("counting", 1_000, 2, Hook.NONE);
            PreparedQuery scanning = fixture.scan("scanning", 1_000);
            List<FutureTask<Boolean>> clients = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                QueryOptions options = client == 0 ? QueryOptions.DEFAULT.withCallerThread() : QueryOptions.DEFAULT;
                var task = new FutureTask<>(() -> {
                    for (int query = 0; query < 50; query++) {
                        assertEquals(List.of(1_000L), KernelFixture.drain(counting.execute(options)));
                        assertEquals(KernelFixture.upTo(1_000), KernelFixture.drain(scanning.execute(options)));
                    }
                    return true;
                });
                clients.add(task);
                Thread.ofPlatform().start(task);
            }
            for (FutureTask<Boolean> client : clients) {
                assertTrue(client.get());
            }
            fixture.assertNothingHeld();
        }
    }

    @Test
    void closingTheKernelCancelsAndFreesOpenResults() {
        var fixture = KernelFixture.workers(2);
        ResultStream read = fixture.scan("read", ROWS).execute();
        ResultStream unread = fixture.scan("unread", ROWS).execute();
        ResultStream mine = fixture.scan("mine", ROWS).execute(QueryOptions.DEFAULT.withCallerThread());
        PreparedQuery later = fixture.scan("later", ROWS);
        read.next();
        mine.next();
        fixture.close();
        fixture.kernel.close();
        assertThrows(CarbideException.class, read::next);
        unread.close();
        assertThrows(CarbideException.class, later::execute);
    }

    @Test
    void closingTheKernelEndsAWaitingReader() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        Hook spins = (point, count, cancellation) -> {
            if (point == Hook.Point.READ) {
                reading.countDown();
                while (!cancellation.isCancelled()) {
                    Thread.onSpinWait();
                }
            }
        };
        try (var fixture = KernelFixture.workers(2)) {
            ResultStream result = fixture.scan("waiting", new NumbersTable("numbers", ROWS, 2, spins))
                    .execute(QueryOptions.DEFAULT.withCallerThread());
            var reader = new FutureTask<>(() -> assertThrows(CancelledException.class, result::next));
            Thread.ofPlatform().start(reader);
            ResultStreamTest.await(reading);
            fixture.kernel.close();
            assertEquals(
                    "Query waiting was cancelled: its result was closed",
                    reader.get().getMessage());
        }
    }
}
