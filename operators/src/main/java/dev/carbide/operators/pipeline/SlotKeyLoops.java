package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import java.util.List;
import java.util.Set;

/**
 * The loops that compute the slot keys of a join into a vector and drop the tuples that have a NULL key. Usually one; where
 * slot keys are hashes of very many keys, each loop adds some.
 */
final class SlotKeyLoops {
    private static final int KEY_BYTES = 40;

    private final StageMethods methods;
    private final KeyShape shape;
    private final String vector;
    private final Set<Integer> kept;
    private final String comment;

    /**
     * @param vector the field that receives the slot keys
     * @param kept the vectors that are read behind, by further keys as well
     */
    SlotKeyLoops(StageMethods methods, KeyShape shape, String vector, Set<Integer> kept, String comment) {
        this.methods = methods;
        this.shape = shape;
        this.vector = vector;
        this.kept = kept;
        this.comment = comment;
    }

    /**
     * Emits the methods, and into {@code out} the calls that update the local {@code count}.
     *
     * @return the chunk as it is then
     */
    Chunk emit(String stem, Chunk chunk, List<Expression> keys, SourceBuilder out, String count) {
        Chunk current = chunk;
        List<List<Expression>> groups = shape.exact() ? List.of(keys) : methods.loops(keys, List::of, KEY_BYTES);
        for (int group = 0; group < groups.size(); group++) {
            String method = emitLoop(group == 0 ? stem : stem + "More", current, groups.get(group), group == 0);
            out.line(count + " = " + method + "(" + count + ");");
            current = groups.get(group).stream().anyMatch(Expression::nullable) ? current.filtered() : current;
        }
        return current;
    }

    private String emitLoop(String name, Chunk chunk, List<Expression> keys, boolean first) {
        boolean nullable = keys.stream().anyMatch(Expression::nullable);
        return methods.emit("int", name, comment, chunk, keys, (version, expressions, used) -> {
            SourceBuilder out = version.out();
            TupleLoop loop = version.loop();
            loop.hoist(used, nullable ? kept : Set.of());
            String keysOut = out.local("long[]", "keys", vector);
            if (!nullable) {
                try (var _ = loop.open(version.count(), used)) {
                    String key = slotKey(version, version.values(expressions), keysOut, first);
                    out.line(keysOut + "[" + loop.tuple() + "] = " + key + ";");
                }
                out.line("return " + version.count() + ";");
                return;
            }
            Compaction compaction = new Compaction(out, loop, chunk, kept, "valid");
            try (var _ = loop.open(version.count(), used)) {
                List<Value> values = version.values(expressions);
                String key = slotKey(version, values, keysOut, first);
                out.line(keysOut + "[" + compaction.counter() + "] = " + key + ";");
                compaction.keepIf(ProbeGen.allValid(values));
            }
            out.line("return " + compaction.counter() + ";");
        });
    }

    private String slotKey(StageMethods.Version version, List<Value> values, String keys, boolean first) {
        return first
                ? SlotKeyGen.slotKey(version.out(), shape, values)
                : SlotKeyGen.hashed(version.out(), keys + "[" + version.loop().tuple() + "]", values);
    }
}
