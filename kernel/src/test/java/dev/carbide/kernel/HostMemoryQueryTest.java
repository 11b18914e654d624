package dev.carbide.kernel;

import static dev.carbide.kernel.testing.Orders.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.pipeline.MemoryFloor;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.kernel.testing.Rows;
import dev.carbide.kernel.testing.TestHost;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries whose memory comes from a host: generous, stingy, slow, or one that takes back while it gives. */
@Timeout(60)
final class HostMemoryQueryTest {
    private static final int ROWS = 300_000;
    private static final int WORKERS = 2;
    private static final long KERNEL_BYTES = 4 << 20;

    private static PlanNode countedJoin() {
        PlanNode probe = ScanNode.all(new NumbersTable("probe", ROWS));
        PlanNode build = ScanNode.all(new NumbersTable("build", ROWS));
        return KernelFixture.countOf(
                new HashJoinNode(probe, build, List.of(of(probe, "number")), List.of(of(build, "number"))));
    }

    /** Less than any query needs: what runs has its memory from the host. */
    private static Kernel kernel() {
        return Kernel.builder().memory(KERNEL_BYTES).workers(WORKERS).build();
    }

    private static long floor(PreparedQuery query) {
        return MemoryFloor.of(query.plan(), WORKERS);
    }

    private static void assertAllReturned(Kernel kernel, TestHost host) {
        assertEquals(0, host.given(), "bytes that the host has not got back");
        assertEquals(0, kernel.memory().used());
        assertEquals(0, kernel.pages().liveBytes());
        assertEquals(0, kernel.spillUsage().files());
        assertTrue(
                kernel.pages().idleBytes() <= KERNEL_BYTES, () -> kernel.pages().idleBytes() + " bytes are idle");
    }

    @ParameterizedTest
    @EnumSource(TestHost.Manner.class)
    void theResultIsRightWithWhatTheHostGives(TestHost.Manner manner) {
        try (Kernel kernel = kernel()) {
            PreparedQuery query = kernel.prepare("hosted", countedJoin());
            for (long bytes : new long[] {floor(query) + (1 << 20), 256 << 20}) {
                TestHost host = new TestHost(bytes, manner);
                try (ResultStream result = query.execute(QueryOptions.DEFAULT.withHostMemory(host))) {
                    assertEquals(List.of(List.of((long) ROWS)), Rows.all(result));
                    QueryMetrics metrics = result.metrics();
                    assertTrue(metrics.memoryPeakBytes() <= host.mostGiven(), metrics::toString);
                    assertTrue(bytes > 64 << 20 || metrics.spilledBytes() > 0, "nothing spilled");
                }
                assertEquals(0, host.failures());
                assertAllReturned(kernel, host);
            }
        }
    }

    @Test
    void aHostThatGivesLessThanTheFloorRefusesTheQuery() {
        try (Kernel kernel = kernel()) {
            PreparedQuery query = kernel.prepare("hosted", countedJoin());
            TestHost host = new TestHost(floor(query) - 1, TestHost.Manner.GENEROUS);
            try (ResultStream result = query.execute(QueryOptions.DEFAULT.withHostMemory(host))) {
                String message =
                        assertThrows(QueryException.class, result::next).getMessage();
                assertTrue(message.contains("requested " + floor(query) + " bytes"), message);
                assertTrue(message.contains("the host of pool hosted gave " + (floor(query) - 1)), message);
            }
            assertAllReturned(kernel, host);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatEndsEarlyGivesEverythingBack(boolean closesKernel) {
        TestHost host = new TestHost(256 << 20, TestHost.Manner.SHRINKING);
        try (Kernel kernel = kernel()) {
            PreparedQuery query = kernel.prepare("hosted", ScanNode.all(new NumbersTable("numbers", 10_000_000)));
            ResultStream result = query.execute(QueryOptions.DEFAULT.withHostMemory(host));
            result.next();
            assertTrue(host.given() > 0);
            if (closesKernel) {
                kernel.close();
                assertThrows(CarbideException.class, () -> query.execute(QueryOptions.DEFAULT.withHostMemory(host)));
            } else {
                result.cancel();
                result.close();
            }
            assertAllReturned(kernel, host);
            assertEquals(0, host.shrink(1 << 20), "bytes freed after the end");
        }
    }

    @Test
    void aHostAndALimitDoNotGoTogether() {
        TestHost host = new TestHost(1, TestHost.Manner.GENEROUS);
        QueryOptions hosted = QueryOptions.DEFAULT.withHostMemory(host);
        assertThrows(CarbideException.class, () -> hosted.withMemoryLimit(1));
    }
}
