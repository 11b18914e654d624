package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.runtime.JoinProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A hash join's probe side: one loop computes the slot keys of a chunk (dropping NULL keys), the probe itself is ordinary
 * Java, and what it returns, at most a batch of (tuple, build row) pairs at a time, is the next chunk.
 */
final class ProbeGen {
    private static final int COMPARE_BYTES = 50;

    private final PipelineClass cls;
    private final StageMethods methods;
    private final List<BaseColumn> columns;

    ProbeGen(PipelineClass cls, StageMethods methods, List<BaseColumn> columns) {
        this.cls = cls;
        this.methods = methods;
        this.columns = columns;
    }

    /** Declares the members of a probe; {@code matches<probe>} is the method that {@link #emitNext} fills. */
    static void declare(PipelineClass cls, Stages.ProbeStage stage) {
        int probe = stage.probe();
        cls.bound(JoinProbe.class, "probe" + probe, "probe(" + probe + ")", "[probe #" + stage.operatorId() + "]");
        cls.vector("long", "keys" + probe, "slot key of each tuple");
        cls.vector("int", "tuples" + probe, "which tuple a match belongs to");
    }

    /** Emits the computing of slot keys and the start of the probe into the end of a segment. */
    void emitBegin(Stages.ProbeStage stage, Chunk chunk, Set<Integer> behind, SourceBuilder segment, String count) {
        int probe = stage.probe();
        SlotKeyLoops loops = new SlotKeyLoops(
                methods,
                stage.layout().shape(),
                "keys" + probe,
                TupleLoop.vectorsOf(columns, behind, chunk.level()),
                "[probe #" + stage.operatorId() + "] slot keys");
        loops.emit("slotKeys" + probe, chunk, stage.keys(), segment, count);
        segment.line("probe" + probe + ".begin(keys" + probe + ", " + count + ");");
        segment.line("depth = " + probe + ";");
        segment.line("return NEEDS_INPUT;");
    }

    /** After NULL keys were dropped the chunk is compacted: not dense any more. */
    static Chunk begun(Stages.ProbeStage stage, Chunk chunk) {
        return stage.keys().stream().anyMatch(Expression::nullable) ? chunk.filtered() : chunk;
    }

    static String allValid(List<Value> values) {
        List<String> tests = values.stream()
                .filter(value -> !value.alwaysValid())
                .map(value -> "(" + value.valid() + ")")
                .toList();
        return tests.isEmpty() ? "true" : "(" + String.join(" & ", tests) + ")";
    }

    /**
     * Emits the method that takes the next matches: gathers the vectors that are needed behind, and confirms keys.
     *
     * @param out the body of {@code matches<probe>}
     * @return the chunk of matches
     */
    Chunk emitNext(Stages.ProbeStage stage, HashJoinNode join, Chunk chunk, Set<Integer> behind, SourceBuilder out) {
        int probe = stage.probe();
        Chunk matches = chunk.probed();
        Set<Integer> wanted = new TreeSet<>(TupleLoop.vectorsOf(columns, behind, matches.level()));
        wanted.add(probe);
        String count = out.variable("int", "count", next(probe, matches));
        if (!stage.verifies()) {
            gather(out, probe, wanted, chunk, matches, count);
            out.line("return " + count + ";");
            return matches;
        }
        List<Integer> keys = IntStream.range(0, stage.keys().size()).boxed().toList();
        List<String> confirming = new ArrayList<>();
        for (List<Integer> some :
                methods.loops(keys, key -> List.of(stage.keys().get(key)), COMPARE_BYTES)) {
            confirming.add(emitConfirm(stage, join, matches, wanted, some));
        }
        // a list without a confirmed match is not yet the end of the chunk
        try (var _ = out.block("while (" + count + " > 0)")) {
            gather(out, probe, wanted, chunk, matches, count);
            String confirmed = count;
            for (String confirm : confirming) {
                confirmed = out.local("int", "confirmed", confirm + "(" + confirmed + ")");
            }
            try (var _ = out.block("if (" + confirmed + " > 0)")) {
                out.line("return " + confirmed + ";");
            }
            out.line(count + " = " + next(probe, matches) + ";");
        }
        out.line("return 0;");
        return matches;
    }

    private static String next(int probe, Chunk matches) {
        return "probe" + probe + ".next(tuples" + probe + ", " + matches.built(probe) + ")";
    }

    private static void gather(SourceBuilder out, int probe, Set<Integer> wanted, Chunk from, Chunk to, String count) {
        String tuples = "tuples" + probe;
        for (int vector : wanted) {
            if (vector == TupleLoop.BATCH && from.dense()) {
                out.line("System.arraycopy(" + tuples + ", 0, " + to.rows() + ", 0, " + count + ");");
            } else if (vector == TupleLoop.BATCH) {
                out.line("Gather.ints(" + from.rows() + ", " + tuples + ", " + to.rows() + ", " + count + ");");
            } else if (vector != probe) {
                out.line("Gather.longs(" + from.built(vector) + ", " + tuples + ", " + to.built(vector) + ", " + count
                        + ");");
            }
        }
    }

    /** The loop that confirms some of the keys. */
    private String emitConfirm(
            Stages.ProbeStage stage, HashJoinNode join, Chunk matches, Set<Integer> wanted, List<Integer> keys) {
        int probe = stage.probe();
        String comment = "[probe #" + stage.operatorId() + "] equal hashes are not yet equal keys";
        List<Expression> compared = keys.stream().map(stage.keys()::get).toList();
        return methods.emit("int", "confirm" + probe, comment, matches, compared, (version, expressions, used) -> {
            TupleLoop loop = version.loop();
            loop.hoist(used, wanted);
            Compaction compaction = new Compaction(version.out(), loop, matches, wanted, "confirmed");
            try (var _ = loop.open(version.count(), used)) {
                List<Value> probeKeys = version.values(expressions);
                List<Value> buildKeys = new ArrayList<>();
                for (int key : keys) {
                    Field field = Field.required(
                            "key" + key, join.buildKeys().get(key).type());
                    buildKeys.add(RowFields.load(
                            version.out(),
                            loop.names(),
                            loop.vectorValue(probe),
                            stage.layout().rows(),
                            stage.layout().keySlot(key),
                            field));
                }
                compaction.keepIf("(" + SlotKeyGen.equal(probeKeys, buildKeys) + ")");
            }
            version.out().line("return " + compaction.counter() + ";");
        });
    }
}
