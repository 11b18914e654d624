package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.runtime.Accumulators;
import dev.carbide.operators.runtime.AggregateWorker;
import dev.carbide.operators.runtime.DictionaryGroups;
import dev.carbide.operators.runtime.GroupTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Hash aggregation: one loop finds the group row of each tuple, one loop updates the accumulators of all aggregates. Keys
 * that are all dictionary-encoded find their group by their codes, without hashing.
 */
final class AggregateGen implements SinkGen {
    private final PipelineClass cls;
    private final StageMethods methods;
    private final Stages stages;
    private final PipelineSpec.Sink.Aggregate sink;
    private final AggregateLayout layout;
    private final List<Expression> keys;
    private final List<BaseColumn.Scanned> dictionaryKeys;
    private final AccumulateGen accumulate;

    AggregateGen(
            PipelineClass cls, StageMethods methods, Stages stages, ScanShape scan, PipelineSpec.Sink.Aggregate sink) {
        this.cls = cls;
        this.methods = methods;
        this.stages = stages;
        this.sink = sink;
        layout = new AggregateLayout(sink.node());
        keys = sink.node().keys().stream()
                .map(NamedExpression::expression)
                .map(stages::overBase)
                .toList();
        dictionaryKeys = dictionaryKeys(scan);
        accumulate = new AccumulateGen(sink.operatorId(), layout, sink.node(), stages);
    }

    private List<BaseColumn.Scanned> dictionaryKeys(ScanShape scan) {
        List<BaseColumn.Scanned> scanned = new ArrayList<>();
        for (Expression key : keys) {
            if (key instanceof ColumnReference reference
                    && stages.columns().get(reference.column()) instanceof BaseColumn.Scanned column
                    && scan.isDictionary(column.column())) {
                scanned.add(column);
            }
        }
        return scanned.size() == keys.size() && scanned.size() <= DictionaryGroups.MAX_KEYS ? scanned : List.of();
    }

    @Override
    public List<Expression> reads() {
        List<Expression> all = new ArrayList<>(keys);
        all.addAll(accumulate.arguments());
        return all;
    }

    @Override
    public void declare() {
        String note = "[aggregate #" + sink.operatorId() + "]";
        cls.builder().imports(Accumulators.class);
        cls.bound(AggregateWorker.class, "aggregate", "aggregate()", note + " of this worker");
        if (keys.isEmpty()) {
            return;
        }
        cls.bound(GroupTable.class, "groups", "aggregate().groups()", note);
        if (!dictionaryKeys.isEmpty()) {
            cls.bound(DictionaryGroups.class, "codes", "aggregate().codes()", "groups by dictionary codes");
        }
        cls.vector("long", "slotKeys", "of each tuple");
        cls.vector("long", "groupRows", "address of each tuple's group");
        if (!layout.shape().exact()) {
            cls.vector("int", "rowBytes", "size of each tuple's group, if it is new");
            cls.vector("int", "unequal", "tuples whose group so far has only the same hash");
        }
    }

    @Override
    public void emitSink(Chunk chunk, SourceBuilder out, String count) {
        if (!keys.isEmpty()) {
            accumulate.emitPrepare(methods, chunk, out, count);
            String find = new GroupLookupGen(cls, methods, layout, keys, sink.operatorId()).emit(chunk);
            if (dictionaryKeys.isEmpty()) {
                out.line(find + "(" + count + ");");
            } else {
                emitFindByCode(chunk, out, count, find);
            }
        }
        accumulate.emit(methods, chunk, out, count);
        out.line("metrics.addRows(" + stages.sinkPosition() + ", " + count + ");");
        out.line("return NEEDS_INPUT;");
    }

    private void emitFindByCode(Chunk chunk, SourceBuilder out, String count, String find) {
        String columns = String.join(
                ", ",
                dictionaryKeys.stream()
                        .map(key -> "batch.column(" + key.column() + ")")
                        .toList());
        String rows = chunk.dense() ? "null" : chunk.rows();
        out.line("final boolean byCode = dictionaries && codes.prepare(" + columns + ");");
        try (var _ =
                out.block("if (!byCode || !codes.find(" + columns + ", " + rows + ", " + count + ", groupRows))")) {
            out.line(find + "(" + count + ");");
            try (var _ = out.block("if (byCode)")) {
                out.line("codes.remember(" + count + ", groupRows);");
            }
        }
    }

    @Override
    public void emitFinish(SourceBuilder out) {
        out.line("aggregate.complete();");
        out.line("return DONE;");
    }
}
