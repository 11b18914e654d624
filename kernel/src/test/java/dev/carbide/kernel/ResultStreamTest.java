package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.testing.Hook;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.operators.plan.ScanNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class ResultStreamTest {
    private static final int ROWS = 20_000;

    static Stream<QueryOptions> modes() {
        return Stream.of(QueryOptions.DEFAULT, QueryOptions.DEFAULT.withCallerThread());
    }

    @ParameterizedTest
    @MethodSource("modes")
    void givesAllRowsAndFreesEverythingAtTheEnd(QueryOptions mode) {
        try (var fixture = KernelFixture.workers(2)) {
            PreparedQuery query = fixture.scan("numbers", ROWS);
            try (ResultStream result = query.execute(mode)) {
                assertEquals("(number INT64 NOT NULL)", result.schema().toString());
                long rows = 0;
                for (Batch batch = result.next(); batch != null; batch = result.next()) {
                    rows += batch.rowCount();
                }
                assertEquals(ROWS, rows);
                fixture.assertNothingHeld();
                assertNull(result.next(), "after the end");
                assertEquals(ROWS, result.metrics().rows());
                assertEquals(1.0, result.progress().fraction());
                assertEquals(ROWS, result.progress().rowsRead());
            }
            assertEquals(KernelFixture.upTo(ROWS), KernelFixture.drain(query.execute(mode)), "executed again");
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void countsThroughDependentPipelines(QueryOptions mode) {
        try (var fixture = KernelFixture.workers(2)) {
            var join = KernelFixture.join(
                    ScanNode.all(new NumbersTable("probe", ROWS)), ScanNode.all(new NumbersTable("build", 10)));
            PreparedQuery query = fixture.count("joined", join);
            assertEquals(List.of((long) ROWS), KernelFixture.drain(query.execute(mode)));
            fixture.assertNothingHeld();
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void closedHalfReadItFreesEverything(QueryOptions mode) {
        try (var fixture = KernelFixture.workers(2)) {
            ResultStream result = fixture.scan("numbers", ROWS).execute(mode);
            Batch batch = Objects.requireNonNull(result.next());
            assertEquals(Math.min(KernelFixture.BATCH_ROWS, batch.rowCount()), batch.rowCount());
            assertTrue(fixture.kernel.memory().used() > 0);
            result.close();
            fixture.assertNothingHeld();
            result.close();
            assertThrows(CarbideException.class, result::next);
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void closedUnreadItFreesEverything(QueryOptions mode) {
        try (var fixture = KernelFixture.workers(2)) {
            fixture.scan("numbers", ROWS).execute(mode).close();
            fixture.assertNothingHeld();
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void cancelEndsItFromAnotherThread(QueryOptions mode) throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Hook waits = (point, count, cancellation) -> {
            if (point == Hook.Point.READ) {
                reading.countDown();
                await(cancelled);
            }
        };
        try (var fixture = KernelFixture.workers(2)) {
            PreparedQuery query = fixture.scan("waiting", new NumbersTable("numbers", ROWS, 2, waits));
            try (ResultStream result = query.execute(mode)) {
                var reader = new FutureTask<>(result::next);
                Thread.ofPlatform().start(reader);
                await(reading);
                result.cancel();
                cancelled.countDown();
                Throwable failure =
                        assertThrows(ExecutionException.class, reader::get).getCause();
                assertEquals(
                        "Query waiting was cancelled: on request",
                        assertThrows(CancelledException.class, () -> {
                                    throw failure;
                                })
                                .getMessage());
                fixture.assertNothingHeld();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void timeOutCancelsIt(QueryOptions mode) {
        Hook spins = (point, count, cancellation) -> {
            while (point == Hook.Point.READ && !cancellation.isCancelled()) {
                Thread.onSpinWait();
            }
        };
        try (var fixture = KernelFixture.workers(2)) {
            PreparedQuery query = fixture.scan("slow", new NumbersTable("numbers", ROWS, 2, spins));
            try (ResultStream result = query.execute(mode.withTimeout(Duration.ofMillis(1)))) {
                CancelledException late = assertThrows(CancelledException.class, result::next);
                assertEquals("Query slow was cancelled: time-out of PT0.001S exceeded", late.getMessage());
                fixture.assertNothingHeld();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void anInterruptCancelsIt(QueryOptions mode) {
        Hook spins = (point, count, cancellation) -> {
            while (point == Hook.Point.READ
                    && !cancellation.isCancelled()
                    && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        };
        try (var fixture = KernelFixture.workers(2);
                ResultStream result = fixture.scan("interrupted", new NumbersTable("numbers", ROWS, 2, spins))
                        .execute(mode)) {
            Thread.currentThread().interrupt();
            assertThrows(CancelledException.class, result::next);
            assertTrue(Thread.interrupted(), "the interrupt must stay visible");
            fixture.assertNothingHeld();
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void itsMemoryLimitHolds(QueryOptions mode) {
        try (var fixture = KernelFixture.workers(2)) {
            PreparedQuery query = fixture.scan("greedy", ROWS);
            try (ResultStream result = query.execute(mode.withMemoryLimit(4096))) {
                QueryException failure = assertThrows(QueryException.class, result::next);
                assertEquals("greedy", failure.query());
                assertTrue(failure.getCause() instanceof MemoryLimitException, failure::toString);
                assertThrows(CancelledException.class, result::next, "the failure itself is thrown once");
            }
            fixture.assertNothingHeld();
        }
    }

    @Test
    void onTheCallersThreadNoOtherThreadWorks() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Hook notes = (point, count, cancellation) -> threads.add(Thread.currentThread());
        try (var fixture = KernelFixture.callerThread()) {
            assertEquals(0, fixture.kernel.workers());
            PreparedQuery query = fixture.count("mine", ROWS, Integer.MAX_VALUE, notes);
            assertEquals(List.of((long) ROWS), KernelFixture.drain(query.execute()));
        }
        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    @Test
    void onTheCallersThreadNothingRunsAhead() {
        CountDownLatch secondRead = new CountDownLatch(2);
        Hook counts = (point, count, cancellation) -> {
            if (point == Hook.Point.READ) {
                secondRead.countDown();
            }
        };
        try (var fixture = KernelFixture.callerThread();
                ResultStream result = fixture.scan("lazy", new NumbersTable("numbers", ROWS, 1, counts))
                        .execute()) {
            assertNotNull(result.next());
            assertEquals(1, secondRead.getCount(), "one batch was asked for, one was read");
        }
    }

    @Test
    void theBatchBeforeIsReleased() {
        try (var fixture = KernelFixture.callerThread();
                ResultStream result = fixture.scan("numbers", ROWS).execute()) {
            Batch first = Objects.requireNonNull(result.next());
            assertSame(0L, KernelFixture.numbers(first).getFirst());
            Batch second = Objects.requireNonNull(result.next());
            assertNotSame(first, second);
            assertThrows(RuntimeException.class, first::retain, "its memory is gone");
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
