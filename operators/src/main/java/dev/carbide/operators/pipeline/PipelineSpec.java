package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import dev.carbide.operators.scan.ColumnRange;
import java.util.List;

/**
 * One pipeline of a plan: where its batches come from, the streaming steps they pass, and the sink that ends it.
 * Operator ids are the plan's preorder numbers, the same in EXPLAIN, metrics and generated comments.
 *
 * @param id position of this pipeline in execution order; it depends on pipelines of smaller ids only
 */
public record PipelineSpec(int id, Input input, List<Step> steps, Sink sink) {
    public PipelineSpec {
        steps = List.copyOf(steps);
    }

    /** Where batches come from. */
    public sealed interface Input {
        int operatorId();

        Schema schema();

        /** A table; {@code ranges} are necessary conditions drawn from the filters that follow. */
        record TableScan(int operatorId, ScanNode scan, List<ColumnRange> ranges) implements Input {
            @Override
            public Schema schema() {
                return scan.schema();
            }
        }

        /** The rows that had reached a probe when their partition of its build side was not in memory. */
        record SpilledProbe(int operatorId, HashJoinNode join) implements Input {
            @Override
            public Schema schema() {
                return join.probe().schema();
            }
        }

        /** The output of the sink of an earlier pipeline (aggregate, sort, top-N). */
        record SinkOutput(int operatorId, int pipeline, PlanNode node) implements Input {
            @Override
            public Schema schema() {
                return node.schema();
            }
        }
    }

    /**
     * The pipeline from the same input up to the probe at {@code step}, which writes out what that probe cannot join yet.
     */
    PipelineSpec upToProbe(int step) {
        Step.Probe probe = (Step.Probe) steps.get(step);
        return new PipelineSpec(
                id, input, steps.subList(0, step), new Sink.ProbeSpill(probe.operatorId(), probe.join()));
    }

    /** The pipeline from the probe at {@code step} on, over the rows written out there. */
    PipelineSpec fromProbe(int step) {
        Step.Probe probe = (Step.Probe) steps.get(step);
        return new PipelineSpec(
                id, new Input.SpilledProbe(probe.operatorId(), probe.join()), steps.subList(step, steps.size()), sink);
    }

    /** A streaming operator. */
    public sealed interface Step {
        int operatorId();

        /** Keeps rows. */
        record Filter(int operatorId, Expression predicate) implements Step {}

        /** Computes columns. */
        record Project(int operatorId, List<NamedExpression> expressions) implements Step {}

        /** Probes the hash table that pipeline {@code buildPipeline} has built. */
        record Probe(int operatorId, HashJoinNode join, int buildPipeline) implements Step {}

        /** Lets rows {@code offset} to {@code offset + limit} of the whole query's flow pass, then ends it. */
        record Limit(int operatorId, long offset, long limit) implements Step {}
    }

    /** The end of the pipeline. */
    public sealed interface Sink {
        int operatorId();

        /** Hands batches to the query's result; its operator id is that of the plan's root. */
        record Result(int operatorId, Schema schema) implements Sink {}

        /** Groups and aggregates. */
        record Aggregate(int operatorId, AggregateNode node) implements Sink {}

        /** Builds a join's hash table. */
        record JoinBuild(int operatorId, HashJoinNode join) implements Sink {}

        /** Collects the rows that reach a probe while their partition of its build side is not in memory. */
        record ProbeSpill(int operatorId, HashJoinNode join) implements Sink {}

        /** Sorts everything. */
        record Sort(int operatorId, SortNode node) implements Sink {}

        /** Keeps the first rows of an order. */
        record TopN(int operatorId, TopNNode node) implements Sink {}
    }
}
