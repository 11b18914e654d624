package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.pipeline.MemoryFloor;
import dev.carbide.kernel.testing.Digest;
import dev.carbide.kernel.testing.Faults;
import dev.carbide.kernel.testing.Faults.Operation;
import dev.carbide.kernel.testing.Mixture;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.operators.plan.PlanNode;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A join, an aggregation and a sort that all spill, while one allocation, write or read fails: each run ends with the right
 * rows or one clean error, nothing is left, and the next query is answered. With {@code -Dcarbide.faults=all} every single
 * one fails in turn, otherwise a sample.
 */
@Timeout(3600)
final class FaultInjectionTest {
    private static final PlanNode PLAN = Mixture.everything(30_000);
    private static final boolean ALL = "all".equals(System.getProperty("carbide.faults"));

    /** All of them at first, ever fewer later. */
    private static final LongUnaryOperator STEP = number -> ALL ? 1 : 1 + number * 2 / 5;

    private static long floor(int workers) {
        try (Kernel kernel = Kernel.builder().memory(64 << 20).workers(workers).build()) {
            return MemoryFloor.of(kernel.prepare(PLAN).plan(), workers);
        }
    }

    @ParameterizedTest
    @CsvSource({"ALLOCATE, 1", "CREATE, 1", "WRITE, 1", "READ, 1", "ALLOCATE, 2", "WRITE, 2", "READ, 2"})
    void everyFailureIsClean(Operation operation, int workers) {
        Faults faults = new Faults();
        try (Kernel kernel = Kernel.builder()
                .memory(floor(workers))
                .workers(workers)
                .spillIo(faults)
                .observer(faults)
                .build()) {
            PreparedQuery query = kernel.prepare("faulty", PLAN);
            faults.fail(operation, -1);
            Digest right = Digest.of(query.execute());
            long count = faults.count(operation);
            assertTrue(count > 0, () -> "the query never does " + operation);
            int failed = 0;
            for (long number = 0; number < count; number += STEP.applyAsLong(number)) {
                faults.fail(operation, number);
                failed += run(query, right, operation + " " + number) ? 1 : 0;
                faults.fail(operation, -1);
                assertClean(kernel, operation + " " + number);
            }
            assertEquals(right, Digest.of(query.execute()));
            assertTrue(failed > 0, "no failure was noticed");
        }
    }

    /** Whether it failed, which must be by the error that was injected. */
    private static boolean run(PreparedQuery query, Digest right, String which) {
        try {
            assertEquals(right, Digest.of(query.execute()), which);
            return false;
        } catch (CarbideException failure) {
            assertTrue(failure.getMessage().contains("Injected"), () -> which + " gave " + failure.getMessage());
            return true;
        }
    }

    private static void assertClean(Kernel kernel, String which) {
        assertEquals(0, kernel.memory().used(), () -> which + " leaves\n" + kernel.memoryPool());
        assertEquals(0, kernel.spillUsage().files(), () -> which + " leaves files");
    }
}
