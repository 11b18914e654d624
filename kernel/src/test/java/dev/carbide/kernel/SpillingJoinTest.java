package dev.carbide.kernel;

import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.modulo;
import static dev.carbide.codegen.function.Expressions.multiply;
import static dev.carbide.kernel.testing.Orders.named;
import static dev.carbide.kernel.testing.Orders.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.pipeline.MemoryFloor;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.kernel.testing.Rows;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Joins whose build sides do not fit into memory, at budgets from the floor upwards. */
@Timeout(120)
final class SpillingJoinTest {
    private static final int BUILD = 400_000;
    private static final int PROBE = 500_000;

    private static PlanNode numbers(String name, int rows) {
        return ScanNode.all(new NumbersTable(name, rows));
    }

    private static PlanNode summed(PlanNode input, String column) {
        return new AggregateNode(
                input,
                List.of(),
                List.of(AggregateCall.countAll("rows"), AggregateCall.of(Function.SUM, of(input, column), "total")));
    }

    private static PlanNode keyed(PlanNode input, long keys) {
        return new ProjectNode(
                input,
                List.of(
                        new NamedExpression("key", modulo(of(input, "number"), literal(keys))),
                        named(input, "number")));
    }

    private static void sweep(PlanNode plan, int workers, List<List<Object>> expected, boolean spillsAtFloor) {
        long floor;
        try (Kernel kernel = Kernel.builder().memory(64 << 20).workers(workers).build()) {
            floor = MemoryFloor.of(kernel.prepare(plan).plan(), workers);
        }
        for (double budget = floor; budget < 128 << 20; budget *= 1.3) {
            long bytes = Math.round(budget);
            try (Kernel kernel = Kernel.builder().memory(bytes).workers(workers).build()) {
                try (ResultStream result = kernel.prepare(plan).execute()) {
                    assertEquals(expected, Rows.all(result), () -> "at " + bytes);
                    if (spillsAtFloor && bytes == floor) {
                        assertTrue(result.metrics().spilledBytes() > 0, "nothing spilled at the floor");
                    }
                }
                assertEquals(0, kernel.memory().used(), () -> "at " + bytes + "\n" + kernel.memoryPool());
                assertEquals(0, kernel.spillUsage().files(), () -> "at " + bytes);
            }
        }
    }

    @Test
    void uniqueKeys() {
        PlanNode probe = numbers("probe", PROBE);
        PlanNode build = numbers("build", BUILD);
        PlanNode join = new HashJoinNode(probe, build, List.of(of(probe, "number")), List.of(of(build, "number")));
        long total = (long) BUILD * (BUILD - 1) / 2;
        for (int workers : new int[] {1, 4}) {
            sweep(summed(join, "number"), workers, List.of(List.of((long) BUILD, total)), workers == 1);
        }
    }

    @Test
    void twoJoinsInOnePipeline() {
        PlanNode probe = numbers("probe", PROBE);
        PlanNode first = numbers("first", BUILD);
        PlanNode second = numbers("second", BUILD / 2);
        PlanNode inner = new HashJoinNode(probe, first, List.of(of(probe, "number")), List.of(of(first, "number")));
        PlanNode outer = new HashJoinNode(inner, second, List.of(of(inner, "number")), List.of(of(second, "number")));
        long rows = BUILD / 2;
        sweep(summed(outer, "number"), 2, List.of(List.of(rows, rows * (rows - 1) / 2)), false);
    }

    /** Also where the build sides are not in memory, so that batches go through the steps before a probe twice. */
    @Test
    void aLimitBeforeAProbeCountsOnce() {
        PlanNode build = numbers("build", BUILD);
        PlanNode limited = new LimitNode(keyed(numbers("probe", PROBE), BUILD), 1000, 200_000);
        PlanNode first = new HashJoinNode(limited, build, List.of(of(limited, "key")), List.of(of(build, "number")));
        PlanNode again = new LimitNode(first, 0, 150_000);
        PlanNode second = new HashJoinNode(again, build, List.of(of(again, "key")), List.of(of(build, "number")));
        long floor;
        try (Kernel kernel = Kernel.builder().memory(64 << 20).workers(2).build()) {
            floor = MemoryFloor.of(kernel.prepare(KernelFixture.countOf(second)).plan(), 2);
        }
        for (long budget : new long[] {floor, floor * 3 / 2, 128 << 20}) {
            try (Kernel kernel = Kernel.builder().memory(budget).workers(2).build();
                    ResultStream result =
                            kernel.prepare(KernelFixture.countOf(second)).execute()) {
                assertEquals(List.of(List.of(150_000L)), Rows.all(result), () -> "at " + budget);
                assertTrue(budget > 2 * floor || result.metrics().spilledBytes() > 0, "nothing spilled");
            }
        }
    }

    /** Half of the rows have one key, the others one each. */
    @Test
    void oneGiantKey() {
        PlanNode probe = halfOfOneKey(numbers("probe", 40));
        PlanNode build = halfOfOneKey(numbers("build", BUILD));
        PlanNode join = new HashJoinNode(probe, build, List.of(of(probe, "key")), List.of(of(build, "key")));
        // the 20 even numbers of the probe side meet all even ones, the 20 odd ones themselves
        long rows = 20L * (BUILD / 2) + 20;
        long total = 380L * (BUILD / 2) + 400;
        sweep(summed(join, "number"), 2, List.of(List.of(rows, total)), false);
    }

    private static PlanNode halfOfOneKey(PlanNode input) {
        return new ProjectNode(
                input,
                List.of(
                        new NamedExpression(
                                "key", multiply(of(input, "number"), modulo(of(input, "number"), literal(2L)))),
                        named(input, "number")));
    }

    @Test
    void allRowsOfOneKey() {
        PlanNode probe = keyed(numbers("probe", 400), 1);
        PlanNode build = keyed(numbers("build", BUILD), 1);
        PlanNode join = new HashJoinNode(probe, build, List.of(of(probe, "key")), List.of(of(build, "key")));
        long rows = 400L * BUILD;
        long total = 399L * 400 / 2 * BUILD;
        sweep(summed(join, "number"), 2, List.of(List.of(rows, total)), false);
    }
}
