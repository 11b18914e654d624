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
    private static final int KEY_BYTES = 40;

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
        List<Expression> sized =
                fields.stream().filter(field -> field.type().isVariableLength()).toList();
        String rows;
        if (isOneLoop(sized)) {
            rows = out.local("int", "rows", emitKeys(chunk, sized) + "(" + count + ")");
        } else {
            rows = out.variable("int", "rows", count);
            emitKeyLoops(chunk, sized, out, rows);
        }
        String sizes = layout.rows().isVariable() ? "rowBytes, " : "";
        out.line("build.append(slotKeys, " + sizes + rows + ", stored);");
        RowLoops store = new RowLoops(cls, methods, layout.rows(), comment() + " fields", "stored");
        store.emit(dropsNulls() ? chunk.filtered() : chunk, fields, slots, out, rows);
        out.line("metrics.addRows(" + stages.sinkPosition() + ", " + rows + ");");
        out.line("return NEEDS_INPUT;");
    }

    private String comment() {
        return "[join build #" + sink.operatorId() + "]";
    }

    private boolean dropsNulls() {
        return keys.stream().anyMatch(Expression::nullable);
    }

    private boolean isOneLoop(List<Expression> sized) {
        List<Expression> all = new ArrayList<>(keys);
        all.addAll(sized);
        return methods.loops(all, List::of, KEY_BYTES).size() == 1;
    }

    private void emitKeyLoops(Chunk chunk, List<Expression> sized, SourceBuilder out, String rows) {
        Set<Integer> read = Needs.union(Needs.columns(fields), Needs.columns(keys));
        SlotKeyLoops loops = new SlotKeyLoops(
                methods,
                layout.shape(),
                "slotKeys",
                TupleLoop.vectorsOf(stages.columns(), read, chunk.level()),
                comment() + " slot keys");
        Chunk left = loops.emit("prepare", chunk, keys, out, rows);
        if (layout.rows().isVariable()) {
            RowLoops.emitSizes(methods, layout.rows(), comment() + " sizes", left, sized, out, rows);
        }
    }

    /** The loop over keys: drops tuples with a NULL key, computes slot keys and row sizes. */
    private String emitKeys(Chunk chunk, List<Expression> sizedFields) {
        List<Expression> sized = new ArrayList<>(keys);
        sized.addAll(sizedFields);
        Set<Integer> kept =
                dropsNulls() ? TupleLoop.vectorsOf(stages.columns(), Needs.columns(fields), chunk.level()) : Set.of();
        String comment = comment() + " slot keys of " + sink.join().buildKeys();
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

    @Override
    public void emitFinish(SourceBuilder out) {
        out.line("return DONE;");
    }
}
