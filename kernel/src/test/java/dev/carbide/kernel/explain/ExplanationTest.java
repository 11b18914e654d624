package dev.carbide.kernel.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.kernel.metrics.OperatorMetrics;
import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.metrics.SpillCost;
import dev.carbide.kernel.pipeline.PipelineBuilder;
import dev.carbide.kernel.pipeline.QueryPlan;
import dev.carbide.kernel.testing.Golden;
import dev.carbide.kernel.testing.Orders;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
    private static final QueryPlan PLAN = PipelineBuilder.build(Orders.revenueByDay());

    @Test
    void explainShowsTreeAndPipelines() {
        Golden.check("explain.txt", Explanation.of(PLAN));
    }

    @Test
    void explainAnalyzeShowsWhatItCost() {
        List<OperatorMetrics> operators = IntStream.range(0, PLAN.operators().size())
                .mapToObj(id -> new OperatorMetrics(
                        id,
                        1000L * id,
                        id % 3 == 0 ? 50_000 : 0,
                        2_500_000L << id,
                        0,
                        id == 3 ? 5 << 20 : 0,
                        spill(id)))
                .toList();
        QueryMetrics metrics = new QueryMetrics(
                "revenue",
                8,
                25_000_000,
                List.of(20_000_000L, 12_345_678_900L),
                0,
                6 << 20,
                31_000_000,
                24_000_000,
                operators);
        Golden.check("explain-analyze.txt", Explanation.analyzed(PLAN, metrics));
    }

    private static SpillCost spill(int operator) {
        return operator != 3
                ? SpillCost.NONE
                : new SpillCost(
                        1288490189,
                        1288490189,
                        3,
                        2L << 30,
                        1_500_000_000,
                        700_000_000,
                        Map.of("own need", 12L, "kernel/query-7/sort #2", 2L));
    }

    @Test
    void quantitiesReadWell() {
        assertEquals("6,001,215", Quantity.count(6_001_215));
        assertEquals("0.02 ms", Quantity.nanos(15_000));
        assertEquals("125 ms", Quantity.nanos(125_400_000));
        assertEquals("12.3 s", Quantity.nanos(12_345_678_900L));
        assertEquals("1023 B", Quantity.bytes(1023));
        assertEquals("1.5 MiB", Quantity.bytes(3 << 19));
        assertEquals("33%", Quantity.percent(1, 3));
    }
}
