package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.operators.runtime.JoinBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the build rows of a join, those with a NULL key left out; the hash table over them is built afterwards. */
final class JoinBuildGen implements SinkGen {
    private final PipelineClass cls;
    private final StageMethods methods;
    private final Stages stages;
    private final PipelineSpec.Sink.JoinBuild sink;
    private final JoinLayout layout;
    private final List<Expression> keys;
    private final List<Expression> fields = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();

    JoinBuildGen(PipelineClass cls, StageMethods methods, Stages stages, PipelineSpec.Sink.JoinBuild sink) {
        this.cls = cls;
        this.methods = methods;
        this.stages = stages;
        this.sink = sink;
        this.layout = JoinLayout.of(sink.join());
        this.keys = sink.join().buildKeys().stream().map(stages::overBase).toList();
        for (int column = 0; column < stages.output().size(); column++) {
            if (layout.slot(column) >= 0) {
                fields.add(stages.output().get(column));
                slots.add(layout.slot(column));
            }
        }
        for (Expression key : layout.extraKeys()) {
            slots.add(fields.size());
            fields.add(stages.overBase(key));
        }
    }

    @Override
    public List<Expression> reads() {
        List<Expression> all = new ArrayList<>(keys);
        all.addAll(fields);
        return all;
    }

    @Override
    public void declare() {
        cls.bound(JoinBuilder.class, "build", "build()", "[join build #" + sink.operatorId() + "] of this worker");
        cls.vector("long", "slotKeys", "of each tuple");
        cls.vector("long", "stored", "address of each tuple's row");
        if (layout.rows().isVariable()) {
            cls.vector("int", "rowBytes", "size of each tuple's row");
        }
    }

    @Override
    public void emitSink(Chunk chunk, SourceBuilder out, String count) {
        String prepare = emitKeys(chunk);
        String rows = out.local("int", "rows", prepare + "(" + count + ")");
        String sizes = layout.rows().isVariable() ? "rowBytes, " : "";
        out.line("build.append(slotKeys, " + sizes + rows + ", stored);");
        if (!fields.isEmpty()) {
            out.line(emitStore(dropsNulls() ? chunk.filtered() : chunk) + "(" + rows + ");");
        }
        out.line("metrics.addRows(" + stages.sinkPosition() + ", " + rows + ");");
        out.line("return NEEDS_INPUT;");
    }

    private boolean dropsNulls() {
        return keys.stream().anyMatch(Expression::nullable);
    }

    /** The loop over keys: drops tuples with a NULL key, computes slot keys and row sizes. */
    private String emitKeys(Chunk chunk) {
        List<Expression> sized = new ArrayList<>(keys);
        fields.stream().filter(field -> field.type().isVariableLength()).forEach(sized::add);
        Set<Integer> kept =
                dropsNulls() ? TupleLoop.vectorsOf(stages.columns(), Needs.columns(fields), chunk.level()) : Set.of();
        String comment = "[join build #" + sink.operatorId() + "] slot keys of "
                + sink.join().buildKeys();
        return methods.emit("int", "prepare", comment, chunk, sized, (version, expressions, used) -> {
            SourceBuilder out = version.out();
            TupleLoop loop = version.loop();
            loop.hoist(used, kept);
            String target = out.local("long[]", "target", "slotKeys");
            String sizes = layout.rows().isVariable() ? out.local("int[]", "sizes", "rowBytes") : "";
            Compaction compaction = new Compaction(out, loop, chunk, kept, "valid");
            try (var _ = loop.open(version.count(), used)) {
                List<Value> values = version.values(expressions);
                List<Value> keyValues = values.subList(0, keys.size());
                String key = SlotKeyGen.slotKey(out, layout.shape(), keyValues);
                out.line(target + "[" + compaction.counter() + "] = " + key + ";");
                if (!sizes.isEmpty()) {
                    String size = RowWriting.size(layout.rows(), values.subList(keys.size(), values.size()));
                    out.line(sizes + "[" + compaction.counter() + "] = " + size + ";");
                }
                compaction.keepIf(ProbeGen.allValid(keyValues));
            }
            out.line("return " + compaction.counter() + ";");
        });
    }

    private String emitStore(Chunk chunk) {
        String comment = "[join build #" + sink.operatorId() + "] fields";
        return methods.emit("void", "store", comment, chunk, fields, (version, expressions, used) -> {
            SourceBuilder out = version.out();
            version.loop().hoist(used, Set.of());
            String rows = out.local("long[]", "rows", "stored");
            try (var _ = version.loop().open(version.count(), used)) {
                String row =
                        out.local("long", "row", rows + "[" + version.loop().tuple() + "]");
                RowWriting.store(out, row, layout.rows(), slots, version.values(expressions));
            }
        });
    }

    @Override
    public void emitFinish(SourceBuilder out) {
        out.line("return DONE;");
    }
}
