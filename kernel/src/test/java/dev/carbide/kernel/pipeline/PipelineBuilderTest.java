package dev.carbide.kernel.pipeline;

import static dev.carbide.kernel.testing.Orders.named;
import static dev.carbide.kernel.testing.Orders.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.explain.PipelineText;
import dev.carbide.kernel.testing.Orders;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineBuilderTest {
    private static final ScanNode LINES = ScanNode.all(Orders.LINES);
    private static final ScanNode ORDERS = ScanNode.all(Orders.ORDERS);

    private static String shape(PlanNode plan) {
        StringBuilder text = new StringBuilder();
        for (PipelineSpec spec : PipelineBuilder.build(plan).pipelines()) {
            text.append(spec.id()).append(": ").append(PipelineText.line(spec)).append('\n');
        }
        return text.toString();
    }

    private static SortNode sorted(PlanNode input, String column) {
        return new SortNode(input, List.of(new SortKey(of(input, column), true, false)));
    }

    private static HashJoinNode join(PlanNode probe, String probeKey, PlanNode build, String buildKey) {
        return new HashJoinNode(probe, build, List.of(of(probe, probeKey)), List.of(of(build, buildKey)));
    }

    @Test
    void aScanAloneIsOnePipeline() {
        assertEquals("0: scan lines #0 -> result\n", shape(LINES));
    }

    @Test
    void blockingOperatorsEndAPipelineAndBeginTheNext() {
        assertEquals("""
            0: scan orders #7 -> filter #6 -> build #3
            1: scan lines #5 -> filter #4 -> probe #3 -> project #2 -> aggregate #1
            2: aggregate #1 -> top-n #0
            3: top-n #0 -> result
            """, shape(Orders.revenueByDay()));
    }

    @Test
    void buildsComeBeforeProbesAlsoWhenNested() {
        PlanNode counted =
                new AggregateNode(ORDERS, List.of(named(ORDERS, "id")), List.of(AggregateCall.countAll("orders")));
        PlanNode inner = join(ORDERS, "id", counted, "id");
        PlanNode outer = join(join(LINES, "order_id", ORDERS, "id"), "order_id", inner, "id");
        assertEquals("""
            0: scan orders #7 -> aggregate #6
            1: aggregate #6 -> build #4
            2: scan orders #5 -> probe #4 -> build #0
            3: scan orders #3 -> build #1
            4: scan lines #2 -> probe #1 -> probe #0 -> result
            """, shape(outer));
        QueryPlan plan = PipelineBuilder.build(outer);
        assertEquals(List.of(3, 2), QueryPlan.dependencies(plan.pipelines().get(4)));
        for (PipelineSpec spec : plan.pipelines()) {
            assertTrue(QueryPlan.dependencies(spec).stream().allMatch(dependency -> dependency < spec.id()));
        }
    }

    @Test
    void operatorsAreInPreorderWithThePlan() {
        QueryPlan plan = PipelineBuilder.build(Orders.revenueByDay());
        List<String> names = plan.operators().stream()
                .map(node -> node.getClass().getSimpleName())
                .toList();
        assertEquals(
                List.of(
                        "TopNNode",
                        "AggregateNode",
                        "ProjectNode",
                        "HashJoinNode",
                        "FilterNode",
                        "ScanNode",
                        "FilterNode",
                        "ScanNode"),
                names);
    }

    @Test
    void aLimitOverASortBecomesATopN() {
        assertEquals("""
            0: scan lines #1 -> top-n #0
            1: top-n #0 -> result
            """, shape(new LimitNode(sorted(LINES, "price"), 10, 20)));
        SortNode sorted = sorted(LINES, "price");
        PlanNode renamed = new ProjectNode(sorted, List.of(named(sorted, "shipped")));
        PlanNode plan = new LimitNode(renamed, 10, 20);
        assertEquals("""
            0: scan lines #2 -> top-n #1
            1: top-n #1 -> project #0 -> result
            """, shape(plan));
        assertEquals(
                new TopNNode(LINES, sorted.keys(), 10, 20),
                PipelineBuilder.build(plan).operators().get(1));
    }

    @Test
    void aLargeLimitOverASortStaysALimit() {
        long offset = TopNRewrite.MAX_ROWS - 10;
        assertEquals("""
            0: scan lines #2 -> sort #1
            1: sort #1 -> limit #0 -> result
            """, shape(new LimitNode(sorted(LINES, "price"), offset, 11)));
        assertTrue(shape(new LimitNode(sorted(LINES, "price"), offset, 10)).contains("top-n"));
    }

    @Test
    void aLimitElsewhereIsAStep() {
        assertEquals("0: scan lines #1 -> limit #0 -> result\n", shape(new LimitNode(LINES, 0, 5)));
    }

    @Test
    void aLimitBeforeAProbeEndsItsPipeline() {
        PlanNode limited = new LimitNode(new LimitNode(LINES, 0, 9), 0, 5);
        PlanNode renamed = new ProjectNode(limited, List.of(named(limited, "order_id")));
        assertEquals("""
            0: scan orders #6 -> build #0
            1: scan lines #5 -> limit #4 -> limit #3 -> collect #2
            2: collect #2 -> project #1 -> probe #0 -> result
            """, shape(join(renamed, "order_id", ORDERS, "id")));
    }

    @Test
    void aLimitBehindAProbeOrOnABuildSideIsAStep() {
        PlanNode joined = join(LINES, "order_id", new LimitNode(ORDERS, 0, 5), "id");
        assertEquals("""
            0: scan orders #4 -> limit #3 -> build #1
            1: scan lines #2 -> probe #1 -> limit #0 -> result
            """, shape(new LimitNode(joined, 0, 5)));
    }
}
