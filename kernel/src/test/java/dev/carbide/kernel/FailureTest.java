package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.testing.Hook;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure at any point ends its query, is told once, leaves nothing behind, and the kernel goes on. */
@Timeout(60)
final class FailureTest {
    private static final int ROWS = 5_000;

    /** The table whose hook fails is the build side, so that pipelines wait for it, and the probe side runs or not. */
    private static PlanNode plan(Hook hook) {
        PlanNode build = ScanNode.all(new NumbersTable("build", ROWS, 2, hook));
        return KernelFixture.countOf(KernelFixture.join(ScanNode.all(new NumbersTable("probe", ROWS)), build));
    }

    @ParameterizedTest
    @EnumSource(value = Hook.Point.class, mode = Mode.EXCLUDE, names = "SINK_OPEN")
    void anywhereOnWorkers(Hook.Point point) {
        try (var fixture = KernelFixture.workers(2)) {
            failsCleanly(fixture, point, QueryOptions.DEFAULT);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Hook.Point.class, mode = Mode.EXCLUDE, names = "SINK_OPEN")
    void anywhereOnTheCallersThread(Hook.Point point) {
        try (var fixture = KernelFixture.callerThread()) {
            failsCleanly(fixture, point, QueryOptions.DEFAULT);
        }
    }

    private static void failsCleanly(KernelFixture fixture, Hook.Point point, QueryOptions options) {
        CarbideException error = new CarbideException("injected at " + point);
        long nth = point == Hook.Point.READ || point == Hook.Point.CONSUME ? 7 : 0;
        PreparedQuery query = fixture.kernel.prepare("failing", plan(Hook.failing(point, nth, error)));
        try (ResultStream result = query.execute(options)) {
            QueryException failure = assertThrows(QueryException.class, () -> exhaust(result));
            assertEquals("Query failing failed: injected at " + point, failure.getMessage());
            assertSame(error, failure.getCause());
            fixture.assertNothingHeld();
        }
        PreparedQuery good = fixture.kernel.prepare("good", plan(Hook.NONE));
        assertEquals(List.of((long) ROWS), KernelFixture.drain(good.execute(options)));
        fixture.assertNothingHeld();
    }

    private static void exhaust(ResultStream result) {
        while (result.next() != null) {
            // The rows do not matter.
        }
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("a defect"),
                new IOException("checked, from elsewhere"),
                new OutOfMemoryError("no heap"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultOfTheEngineIsNotTheUsers(Throwable fault) {
        try (var fixture = KernelFixture.workers(2);
                ResultStream result = fixture.kernel
                        .prepare("faulty", plan(Hook.failing(Hook.Point.CONSUME, 3, fault)))
                        .execute()) {
            CarbideInternalException failure = assertThrows(CarbideInternalException.class, result::next);
            assertTrue(failure.getMessage().startsWith("Query faulty failed: "), failure::getMessage);
            assertSame(fault, failure.getCause());
            fixture.assertNothingHeld();
        }
    }

    @Test
    void theFirstOfSeveralFailuresIsToldTheOthersAreSuppressed() {
        CyclicBarrier both = new CyclicBarrier(2);
        Set<Throwable> thrown = ConcurrentHashMap.newKeySet();
        Hook failsTogether = (point, count, cancellation) -> {
            if (point == Hook.Point.CONSUME) {
                meet(both);
                CarbideException error = new CarbideException("failure " + count);
                thrown.add(error);
                throw error;
            }
        };
        try (var fixture = KernelFixture.workers(2);
                ResultStream result =
                        fixture.count("twice", ROWS, 2, failsTogether).execute()) {
            Throwable first = assertThrows(QueryException.class, result::next).getCause();
            assertEquals(1, first.getSuppressed().length);
            assertEquals(thrown, Set.of(first, first.getSuppressed()[0]));
        }
    }

    @Test
    void closingDoesNotTellItAgain() {
        try (var fixture = KernelFixture.workers(2)) {
            ResultStream result = fixture.count(
                            "failing", ROWS, 2, Hook.failing(Hook.Point.READ, 0, new CarbideException("injected")))
                    .execute();
            assertThrows(QueryException.class, result::next);
            result.close();
            ResultStream unread = fixture.count(
                            "failing", ROWS, 2, Hook.failing(Hook.Point.READ, 0, new CarbideException("injected")))
                    .execute();
            unread.close();
        }
    }

    @Test
    void aLeakIsToldWhereTheResultIsClosed() {
        try (var fixture = KernelFixture.workers(2)) {
            PreparedQuery query = fixture.count("leaking", ROWS, 1, Hook.NONE);
            ResultStream result = query.execute();
            var queryPool = fixture.kernel.memoryPool().children().stream()
                    .filter(pool -> pool.name().equals("leaking"))
                    .findFirst()
                    .orElseThrow();
            var forgotten = queryPool.child("forgotten");
            CarbideInternalException leak = assertThrows(CarbideInternalException.class, () -> {
                try (result) {
                    exhaust(result);
                }
            });
            assertTrue(leak.getMessage().contains("forgotten"), leak::getMessage);
            assertInstanceOf(CarbideInternalException.class, leak);
            forgotten.close();
            queryPool.close();
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
