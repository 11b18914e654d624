package dev.carbide.kernel.metrics;

import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.pipeline.PipelineSpec.Sink;
import dev.carbide.operators.pipeline.PipelineSpec.Step;
import dev.carbide.operators.runtime.WorkerMetrics;
import java.util.Arrays;
import java.util.List;

/** Sums what workers counted by position of their pipeline into figures by operator of the plan. Not thread-safe. */
public final class OperatorTotals {
    private final long[] rows;
    private final long[] sinkRows;
    private final long[] nanos;
    private final SpillCost[] spills;

    public OperatorTotals(int operators) {
        rows = new long[operators];
        sinkRows = new long[operators];
        nanos = new long[operators];
        spills = new SpillCost[operators];
        Arrays.fill(spills, SpillCost.NONE);
    }

    /** Adds what one worker has counted so far of a pipeline. */
    public void add(PipelineSpec spec, WorkerMetrics worker) {
        int source = spec.input().operatorId();
        long flow = worker.rows(0);
        rows[source] += flow;
        nanos[source] += worker.nanos(0);
        List<Step> steps = spec.steps();
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            flow = step instanceof Step.Project ? flow : worker.rows(index + 1);
            rows[step.operatorId()] += flow;
            nanos[step.operatorId()] += worker.nanos(index + 1);
        }
        Sink sink = spec.sink();
        nanos[sink.operatorId()] += worker.nanos(steps.size() + 1);
        if (!(sink instanceof Sink.Result)) {
            sinkRows[sink.operatorId()] += flow;
        }
    }

    /** Adds what the sink of a pipeline has spilled so far. */
    public void add(PipelineSpec spec, OperatorSpills spilled) {
        int operator = spec.sink().operatorId();
        spills[operator] = spills[operator].plus(SpillCost.of(spilled));
    }

    /** The figures of one operator, with its memory. */
    public OperatorMetrics metrics(int operator, OperatorMemory memory) {
        return new OperatorMetrics(
                operator,
                rows[operator],
                sinkRows[operator],
                nanos[operator],
                memory.current(operator),
                memory.peak(operator),
                spills[operator]);
    }
}
