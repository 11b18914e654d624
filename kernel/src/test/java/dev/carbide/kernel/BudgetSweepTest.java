package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.pipeline.MemoryFloor;
import dev.carbide.kernel.testing.Digest;
import dev.carbide.kernel.testing.Mixture;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.operators.plan.PlanNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The budget contract: the same rows at any budget from the floor upwards, and nothing left. */
@Timeout(240)
final class BudgetSweepTest {
    private static final double STEP = 1.3;
    private static final long AMPLE = 96 << 20;

    static Stream<Arguments> plans() {
        return Stream.of(
                Arguments.of("many groups", Mixture.groups(120_000, 120_000), true),
                Arguments.of("few groups", Mixture.groups(120_000, 10), false),
                Arguments.of("groups by text", Mixture.textGroups(60_000), true),
                Arguments.of("join", Mixture.join(100_000), true),
                Arguments.of("sort", Mixture.sorted(80_000), true),
                Arguments.of("all of them", Mixture.everything(60_000), true));
    }

    private static long floor(PlanNode plan, int workers) {
        try (Kernel kernel = Kernel.builder().memory(AMPLE).workers(workers).build()) {
            return MemoryFloor.of(kernel.prepare(plan).plan(), workers);
        }
    }

    private static Digest right(PlanNode plan) {
        try (Kernel kernel = Kernel.builder().memory(512 << 20).workers(1).build()) {
            return Digest.of(kernel.prepare(plan).execute());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void sameRowsAtEveryBudget(String name, PlanNode plan, boolean spills) {
        Digest right = right(plan);
        long floor = floor(plan, 2);
        for (double budget = floor; budget < AMPLE; budget *= STEP) {
            long bytes = Math.round(budget);
            try (Kernel kernel = Kernel.builder().memory(bytes).workers(2).build()) {
                try (ResultStream result = kernel.prepare(plan).execute()) {
                    assertEquals(right, Digest.of(result), () -> name + " at " + bytes);
                    long spilled = result.metrics().spilledBytes();
                    assertTrue(bytes > floor || spills == spilled > 0, () -> name + " spills " + spilled);
                }
                assertClean(kernel, name + " at " + bytes);
            }
        }
    }

    @Test
    void twoQueriesSideBySide() {
        List<PlanNode> plans = List.of(Mixture.everything(60_000), Mixture.textGroups(60_000));
        List<Digest> right = plans.stream().map(BudgetSweepTest::right).toList();
        long floor = Math.max(floor(plans.getFirst(), 2), floor(plans.getLast(), 2));
        for (double budget = floor; budget < AMPLE; budget *= STEP) {
            long bytes = Math.round(budget);
            try (Kernel kernel = Kernel.builder().memory(bytes).workers(2).build()) {
                List<CompletableFuture<Digest>> running = plans.stream()
                        .map(plan -> CompletableFuture.supplyAsync(
                                () -> Digest.of(kernel.prepare(plan).execute())))
                        .toList();
                assertEquals(
                        right, running.stream().map(CompletableFuture::join).toList(), () -> "at " + bytes);
                assertClean(kernel, "two at " + bytes);
            }
        }
    }

    @Test
    void oneByteBelowTheFloorIsRefusedWithBothFigures() {
        PlanNode plan = Mixture.join(1_000);
        long floor = floor(plan, 2);
        try (Kernel kernel = Kernel.builder().memory(floor - 1).workers(2).build()) {
            QueryException refusal = assertThrows(
                    QueryException.class, () -> Digest.of(kernel.prepare(plan).execute()));
            assertTrue(refusal.getCause() instanceof MemoryLimitException, () -> "" + refusal.getCause());
            assertTrue(refusal.getMessage().contains(String.valueOf(floor)), refusal::getMessage);
            assertTrue(refusal.getMessage().contains(String.valueOf(floor - 1)), refusal::getMessage);
            assertClean(kernel, "a refused query");
        }
    }

    private static void assertClean(Kernel kernel, String which) {
        assertEquals(0, kernel.memory().used(), () -> which + " leaves\n" + kernel.memoryPool());
        assertEquals(0, kernel.spillUsage().files(), () -> which + " leaves files");
    }
}
