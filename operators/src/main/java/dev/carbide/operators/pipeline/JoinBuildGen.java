package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.row.RowLayout;
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
    private final int operatorId;
    private final String name;
    private final RowLayout layout;
    private final KeyShape shape;
    private final List<Expression> keys;
    private final List<Expression> named;
    private final List<Expression> fields = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();

    private JoinBuildGen(
            PipelineClass cls,
            StageMethods methods,
            Stages stages,
            int operatorId,
            String name,
            RowLayout layout,
            KeyShape shape,
            List<Expression> keys) {
        this.cls = cls;
        this.methods = methods;
        this.stages = stages;
        this.operatorId = operatorId;
        this.name = name;
        this.layout = layout;
        this.shape = shape;
        this.named = keys;
        this.keys = keys.stream().map(stages::overBase).toList();
    }

    static JoinBuildGen of(PipelineClass cls, StageMethods methods, Stages stages, PipelineSpec.Sink.JoinBuild sink) {
        JoinLayout layout = JoinLayout.of(sink.join());
        JoinBuildGen gen = new JoinBuildGen(
                cls,
                methods,
                stages,
                sink.operatorId(),
                "join build",
                layout.rows(),
                layout.shape(),
                sink.join().buildKeys());
        for (int column = 0; column < stages.output().size(); column++) {
            if (layout.slot(column) >= 0) {
                gen.fields.add(stages.output().get(column));
                gen.slots.add(layout.slot(column));
            }
        }
        for (Expression key : layout.extraKeys()) {
            gen.slots.add(gen.fields.size());
            gen.fields.add(stages.overBase(key));
        }
        return gen;
    }

    /** All columns of the probe side; slot keys are those that the probe computes. */
    static JoinBuildGen of(PipelineClass cls, StageMethods methods, Stages stages, PipelineSpec.Sink.ProbeSpill sink) {
        JoinBuildGen gen = new JoinBuildGen(
                cls,
                methods,
                stages,
                sink.operatorId(),
                "spill probe side",
                RowLayout.of(sink.join().probe().schema()),
                JoinLayout.of(sink.join()).shape(),
                sink.join().probeKeys());
        for (int column = 0; column < stages.output().size(); column++) {
            gen.fields.add(stages.output().get(column));
            gen.slots.add(column);
        }
        return gen;
    }

    @Override
    public List<Expression> reads() {
        List<Expression> all = new ArrayList<>(keys);
        all.addAll(fields);
        return all;
    }

    @Override
    public void declare() {
        cls.bound(JoinBuilder.class, "build", "build()", comment() + " of this worker");
        cls.vector("long", "slotKeys", "of each tuple");
        cls.vector("long", "stored", "address of each tuple's row");
        if (layout.isVariable()) {
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
        String sizes = layout.isVariable() ? "rowBytes, " : "";
        out.line("build.append(slotKeys, " + sizes + rows + ", stored);");
        RowLoops store = new RowLoops(cls, methods, layout, comment() + " fields", "stored");
        store.emit(dropsNulls() ? chunk.filtered() : chunk, fields, slots, out, rows);
        out.line("metrics.addRows(" + stages.sinkPosition() + ", " + rows + ");");
        out.line("return NEEDS_INPUT;");
    }

    private String comment() {
        return "[" + name + " #" + operatorId + "]";
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
                shape,
                "slotKeys",
                TupleLoop.vectorsOf(stages.columns(), read, chunk.level()),
                comment() + " slot keys");
        Chunk left = loops.emit("prepare", chunk, keys, out, rows);
        if (layout.isVariable()) {
            RowLoops.emitSizes(methods, layout, comment() + " sizes", left, sized, out, rows);
        }
    }

    /** The loop over keys: drops tuples with a NULL key, computes slot keys and row sizes. */
    private String emitKeys(Chunk chunk, List<Expression> sizedFields) {
        List<Expression> sized = new ArrayList<>(keys);
        sized.addAll(sizedFields);
        Set<Integer> kept =
                dropsNulls() ? TupleLoop.vectorsOf(stages.columns(), Needs.columns(fields), chunk.level()) : Set.of();
        String comment = comment() + " slot keys of " + named;
        return methods.emit("int", "prepare", comment, chunk, sized, (version, expressions, used) -> {
            SourceBuilder out = version.out();
            TupleLoop loop = version.loop();
            loop.hoist(used, kept);
            String target = out.local("long[]", "target", "slotKeys");
            String sizes = layout.isVariable() ? out.local("int[]", "sizes", "rowBytes") : "";
            Compaction compaction = new Compaction(out, loop, chunk, kept, "valid");
            try (var _ = loop.open(version.count(), used)) {
                List<Value> values = version.values(expressions);
                List<Value> keyValues = values.subList(0, keys.size());
                String key = SlotKeyGen.slotKey(out, shape, keyValues);
                out.line(target + "[" + compaction.counter() + "] = " + key + ";");
                if (!sizes.isEmpty()) {
                    String size = RowWriting.size(layout, values.subList(keys.size(), values.size()));
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
