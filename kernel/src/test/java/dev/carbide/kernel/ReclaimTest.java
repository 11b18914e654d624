package dev.carbide.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.testing.Digest;
import dev.carbide.kernel.testing.Mixture;
import dev.carbide.offheap.column.Batch;
import dev.carbide.operators.plan.PlanNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a query holds while nobody works on it, others get when they need it; and it goes on rightly. */
@Timeout(120)
final class ReclaimTest {
    private static final long MEMORY = 48 << 20;

    static Stream<Arguments> holders() {
        return Stream.of(
                Arguments.of("a sorted result read by nobody", Mixture.sorted(220_000), false, 0),
                Arguments.of("a sorted result half read by its owner, who is idle", Mixture.sorted(260_000), true, 20),
                Arguments.of("groups half read", Mixture.groupRows(300_000), true, 20),
                Arguments.of("groups read by nobody", Mixture.groupRows(125_000), false, 0),
                Arguments.of("a sealed build side half probed", Mixture.joinRows(600_000), true, 20),
                Arguments.of("a sealed build side whose result nobody reads", Mixture.joinRows(380_000), false, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("holders")
    void idleMemoryIsReclaimed(String name, PlanNode holder, boolean onCallerThread, int batches) throws Exception {
        PlanNode needy = Mixture.sorted(400_000);
        Digest rightHolder;
        Digest rightNeedy;
        try (Kernel ample = Kernel.builder().memory(512 << 20).workers(1).build()) {
            rightHolder = Digest.of(ample.prepare(holder).execute());
            rightNeedy = Digest.of(ample.prepare(needy).execute());
        }
        try (Kernel kernel = Kernel.builder().memory(MEMORY).workers(2).build()) {
            QueryOptions options = onCallerThread ? QueryOptions.DEFAULT.withCallerThread() : QueryOptions.DEFAULT;
            try (ResultStream idle = kernel.prepare("holder", holder).execute(options)) {
                Digest.Reader reader = new Digest.Reader();
                for (int batch = 0; batch < batches; batch++) {
                    Batch next = idle.next();
                    assertTrue(next != null);
                    reader.add(next);
                }
                if (!onCallerThread) {
                    awaitParked(idle);
                }
                long takenBefore = takenBy(idle, "needy");
                assertEquals(
                        rightNeedy, Digest.of(kernel.prepare("needy", needy).execute()));
                assertTrue(
                        takenBy(idle, "needy") > takenBefore,
                        () -> name + ": nothing was taken, " + idle.metrics().spill() + "\n" + kernel.memoryPool());
                for (Batch next = idle.next(); next != null; next = idle.next()) {
                    reader.add(next);
                }
                assertEquals(rightHolder.rows(), reader.digest().rows(), name);
                assertEquals(rightHolder.sum(), reader.digest().sum(), name);
            }
            assertEquals(0, kernel.memory().used());
            assertEquals(0, kernel.spillUsage().files());
        }
    }

    /** How often a query's memory was given up for another's need. */
    private static long takenBy(ResultStream holder, String other) {
        return holder.metrics().spill().causes().entrySet().stream()
                .filter(cause -> cause.getKey().contains(other))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Until the result has as much as it takes unread: it has begun to come, and nobody has worked on it for a while. */
    private static void awaitParked(ResultStream idle) throws InterruptedException {
        long seen = -1;
        for (int quiet = 0; quiet < 4; ) {
            Thread.sleep(50);
            QueryMetrics metrics = idle.metrics();
            quiet = metrics.firstBatchNanos() >= 0 && metrics.cpuNanos() == seen ? quiet + 1 : 0;
            seen = metrics.cpuNanos();
        }
    }
}
