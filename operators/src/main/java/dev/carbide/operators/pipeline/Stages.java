package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.NamedExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a pipeline with every expression rewritten over base columns: projections disappear into the expressions
 * that use them, each probe adds the columns of its build side.
 */
final class Stages {
    /** A filter, probe or limit, at its position in the pipeline's metrics. */
    sealed interface Stage {
        int position();

        int operatorId();
    }

    record FilterStage(int position, int operatorId, Expression predicate) implements Stage {}

    record LimitStage(int position, int operatorId, int limit) implements Stage {}

    /** Probe number {@code probe}, from 1. */
    record ProbeStage(int position, int operatorId, int probe, List<Expression> keys, JoinLayout layout)
            implements Stage {
        /** Whether a match of slot keys must be confirmed by comparing the keys. */
        boolean verifies() {
            return !layout.shape().exact();
        }
    }

    private final PipelineSpec spec;
    private final List<BaseColumn> columns = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private List<Expression> current = new ArrayList<>();
    private int probes;
    private int limits;

    Stages(PipelineSpec spec) {
        this.spec = spec;
        for (int column = 0; column < spec.input().schema().size(); column++) {
            BaseColumn base =
                    new BaseColumn.Scanned(column, spec.input().schema().field(column), column);
            columns.add(base);
            current.add(base.reference());
        }
        for (int step = 0; step < spec.steps().size(); step++) {
            add(step + 1, spec.steps().get(step));
        }
    }

    private void add(int position, PipelineSpec.Step step) {
        switch (step) {
            case PipelineSpec.Step.Filter filter ->
                stages.add(new FilterStage(position, filter.operatorId(), overBase(filter.predicate())));
            case PipelineSpec.Step.Project project ->
                current = new ArrayList<>(project.expressions().stream()
                        .map(NamedExpression::expression)
                        .map(this::overBase)
                        .toList());
            case PipelineSpec.Step.Limit limit -> stages.add(new LimitStage(position, limit.operatorId(), ++limits));
            case PipelineSpec.Step.Probe probe -> addProbe(position, probe);
        }
    }

    private void addProbe(int position, PipelineSpec.Step.Probe probe) {
        JoinLayout layout = JoinLayout.of(probe.join());
        List<Expression> keys =
                probe.join().probeKeys().stream().map(this::overBase).toList();
        probes++;
        stages.add(new ProbeStage(position, probe.operatorId(), probes, keys, layout));
        for (int column = 0; column < probe.join().build().schema().size(); column++) {
            Field field = probe.join().build().schema().field(column);
            BaseColumn base = new BaseColumn.Built(
                    columns.size(), layout.storedField(column, field), probes, layout.rows(), layout.slot(column));
            columns.add(base);
            current.add(base.reference());
        }
    }

    /** The expression with references to the current step's input replaced by what they stand for. */
    Expression overBase(Expression expression) {
        return substitute(expression, current);
    }

    private static Expression substitute(Expression expression, List<Expression> columns) {
        return switch (expression) {
            case ColumnReference reference -> columns.get(reference.column());
            case Literal literal -> literal;
            case Call call ->
                new Call(
                        call.function(),
                        call.arguments().stream()
                                .map(argument -> substitute(argument, columns))
                                .toList(),
                        call.type(),
                        call.nullable(),
                        call.mode());
        };
    }

    PipelineSpec spec() {
        return spec;
    }

    List<BaseColumn> columns() {
        return columns;
    }

    List<Stage> stages() {
        return stages;
    }

    /** The sink's input columns over base columns. */
    List<Expression> output() {
        return List.copyOf(current);
    }

    HashJoinNode join(ProbeStage stage) {
        return ((PipelineSpec.Step.Probe) spec.steps().get(stage.position() - 1)).join();
    }

    int probes() {
        return probes;
    }

    int limits() {
        return limits;
    }

    /** The sink's position in the metrics. */
    int sinkPosition() {
        return spec.steps().size() + 1;
    }
}
