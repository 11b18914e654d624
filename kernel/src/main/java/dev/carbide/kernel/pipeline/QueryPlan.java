package dev.carbide.kernel.pipeline;

import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan cut into pipelines.
 *
 * @param root the plan as it is executed, after rewrites
 * @param operators the nodes of {@code root} in preorder: the position is the operator id
 * @param pipelines in an order that execution may take: the position is the id, and dependencies have smaller ids. The last
 *     one ends in the result
 */
public record QueryPlan(PlanNode root, List<PlanNode> operators, List<PipelineSpec> pipelines) {
    public QueryPlan {
        operators = List.copyOf(operators);
        pipelines = List.copyOf(pipelines);
    }

    /** The ids of the pipelines whose sinks this one reads or probes; each sink is used by one pipeline. */
    public static List<Integer> dependencies(PipelineSpec spec) {
        List<Integer> dependencies = new ArrayList<>();
        if (spec.input() instanceof PipelineSpec.Input.SinkOutput output) {
            dependencies.add(output.pipeline());
        }
        for (PipelineSpec.Step step : spec.steps()) {
            if (step instanceof PipelineSpec.Step.Probe probe) {
                dependencies.add(probe.buildPipeline());
            }
        }
        return dependencies;
    }
}
