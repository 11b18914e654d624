package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.runtime.Accumulators;
import dev.carbide.operators.runtime.AggregateWorker;
import dev.carbide.operators.runtime.DictionaryGroups;
import dev.carbide.operators.runtime.GroupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
            String find = emitFind(chunk);
            if (dictionaryKeys.isEmpty()) {
                out.line(find + "(" + count + ");");
            } else {
                emitFindByCode(chunk, out, count, find);
            }
        }
        String method = methods.emit(
                "void",
                "accumulate",
                "[aggregate #" + sink.operatorId() + "]",
                chunk,
                accumulate.arguments(),
                accumulate::emit);
        out.line(method + "(" + count + ");");
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

    /** Emits the look-up through slot keys and returns the name of its method. */
    private String emitFind(Chunk chunk) {
        MethodBuilder method =
                cls.method("void", "findGroups", "[aggregate #" + sink.operatorId() + "] by slot keys", "int count");
        SourceBuilder out = method.body();
        String count = method.parameter(0);
        out.line(emitSlotKeys(chunk) + "(" + count + ");");
        String create = emitCreate(chunk);
        if (layout.shape().exact()) {
            out.line("groups.find(slotKeys, " + count + ", null, groupRows);");
            out.line(create + "(groups.createdCount());");
            return method.name();
        }
        out.line("groups.find(slotKeys, " + count + ", rowBytes, groupRows);");
        out.line(create + "(groups.createdCount());");
        String compare = emitCompare(chunk);
        out.line("Gather.sequence(0, unequal, " + count + ");");
        String differing = out.variable("int", "differing", compare + "(" + count + ")");
        try (var _ = out.block("while (" + differing + " > 0)")) {
            out.line("groups.findNext(slotKeys, unequal, " + differing + ", rowBytes, groupRows);");
            out.line(create + "(groups.createdCount());");
            out.line(differing + " = " + compare + "(" + differing + ");");
        }
        return method.name();
    }

    private String emitSlotKeys(Chunk chunk) {
        return methods.emit(
                "void",
                "slotKeysOf",
                "[aggregate #" + sink.operatorId() + "] keys",
                chunk,
                keys,
                (version, expressions, used) -> {
                    SourceBuilder out = version.out();
                    version.loop().hoist(used, Set.of());
                    String target = out.local("long[]", "target", "slotKeys");
                    String tuple = version.loop().tuple();
                    String sizes = layout.shape().exact() ? "" : out.local("int[]", "sizes", "rowBytes");
                    try (var _ = version.loop().open(version.count(), used)) {
                        List<Value> values = version.values(expressions);
                        out.line(target + "[" + tuple + "] = " + SlotKeyGen.slotKey(out, layout.shape(), values) + ";");
                        if (!sizes.isEmpty()) {
                            out.line(sizes + "[" + tuple + "] = " + RowWriting.size(layout.rows(), values) + ";");
                        }
                    }
                });
    }

    /** Writes keys and initial values into new groups. */
    private String emitCreate(Chunk chunk) {
        return methods.emit(
                "void", "createGroups", "keys and initial values", chunk, keys, (version, expressions, used) -> {
                    SourceBuilder out = version.out();
                    version.loop().hoist(used, Set.of());
                    String created = out.local("int[]", "created", "groups.created()");
                    try (var _ = version.loop().openOver(created, version.count(), used)) {
                        String group = out.local(
                                "long", "group", "groupRows[" + version.loop().tuple() + "]");
                        out.line("aggregate.initialize(" + group + ");");
                        if (layout.keySlot(0) >= 0) {
                            List<Integer> slots = new ArrayList<>();
                            for (int key = 0; key < keys.size(); key++) {
                                slots.add(layout.keySlot(key));
                            }
                            RowWriting.store(out, group, layout.rows(), slots, version.values(expressions));
                        }
                    }
                });
    }

    /** Keeps those of the listed tuples whose group has other keys than they. */
    private String emitCompare(Chunk chunk) {
        return methods.emit(
                "int",
                "findUnequal",
                "equal hashes are not yet equal keys",
                chunk,
                keys,
                (version, expressions, used) -> {
                    SourceBuilder out = version.out();
                    TupleLoop loop = version.loop();
                    loop.hoist(used, Set.of());
                    String list = out.local("int[]", "list", "unequal");
                    String differing = out.variable("int", "differing", "0");
                    try (var _ = loop.openOver(list, version.count(), used)) {
                        String group = out.local("long", "group", "groupRows[" + loop.tuple() + "]");
                        List<Value> mine = version.values(expressions);
                        List<Value> theirs = new ArrayList<>();
                        for (int key = 0; key < keys.size(); key++) {
                            Field field = new Field(
                                    "group" + key,
                                    keys.get(key).type(),
                                    keys.get(key).nullable());
                            theirs.add(RowFields.load(
                                    out, loop.names(), group, layout.rows(), layout.keySlot(key), field));
                        }
                        out.line(list + "[" + differing + "] = " + loop.tuple() + ";");
                        out.line(differing + " += " + SlotKeyGen.equal(mine, theirs) + " ? 0 : 1;");
                    }
                    out.line("return " + differing + ";");
                });
    }

    @Override
    public void emitFinish(SourceBuilder out) {
        out.line("return DONE;");
    }
}
