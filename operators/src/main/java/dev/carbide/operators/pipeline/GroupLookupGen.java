package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The look-up of groups by slot keys: loops that compute slot keys, write the keys of new groups, and compare keys where
 * slot keys are hashes. Of very many keys each loop does some.
 */
final class GroupLookupGen {
    private static final int KEY_BYTES = 50;

    private final PipelineClass cls;
    private final StageMethods methods;
    private final AggregateLayout layout;
    private final List<Expression> keys;
    private final String comment;
    private final List<List<Integer>> loops;

    /** @param keys over base columns, at least one */
    GroupLookupGen(
            PipelineClass cls, StageMethods methods, AggregateLayout layout, List<Expression> keys, int operatorId) {
        this.cls = cls;
        this.methods = methods;
        this.layout = layout;
        this.keys = keys;
        this.comment = "[aggregate #" + operatorId + "]";
        List<Integer> all = IntStream.range(0, keys.size()).boxed().toList();
        this.loops = methods.loops(all, key -> List.of(keys.get(key)), KEY_BYTES);
    }

    private boolean isExact() {
        return layout.shape().exact();
    }

    private List<Expression> keys(List<Integer> some) {
        return some.stream().map(keys::get).toList();
    }

    /** Emits the method that finds the groups of tuples, by their number, and returns its name. */
    String emit(Chunk chunk) {
        MethodBuilder method = cls.method("void", "findGroups", comment + " by slot keys", "int count");
        SourceBuilder out = method.body();
        String count = method.parameter(0);
        emitSlotKeys(chunk, out, count);
        String create = emitCreate(chunk);
        out.line("aggregate.prepare(" + count + ", " + (isExact() ? "null" : "rowBytes") + ");");
        if (isExact()) {
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

    /** An exact slot key fits 64 bits, so it has few keys: one loop. */
    private void emitSlotKeys(Chunk chunk, SourceBuilder out, String count) {
        List<List<Expression>> groups =
                isExact() ? List.of(keys) : loops.stream().map(this::keys).toList();
        for (int group = 0; group < groups.size(); group++) {
            boolean first = group == 0;
            String method = methods.emit(
                    "void",
                    "slotKeysOf",
                    comment + " keys",
                    chunk,
                    groups.get(group),
                    (version, expressions, used) -> emitSlotKeys(version, expressions, used, first));
            out.line(method + "(" + count + ");");
        }
    }

    private void emitSlotKeys(
            StageMethods.Version version, List<Expression> expressions, Set<Integer> used, boolean first) {
        SourceBuilder out = version.out();
        version.loop().hoist(used, Set.of());
        String target = out.local("long[]", "target", "slotKeys");
        String tuple = version.loop().tuple();
        String sizes = isExact() ? "" : out.local("int[]", "sizes", "rowBytes");
        try (var _ = version.loop().open(version.count(), used)) {
            List<Value> values = version.values(expressions);
            String slotKey = target + "[" + tuple + "]";
            String key =
                    first ? SlotKeyGen.slotKey(out, layout.shape(), values) : SlotKeyGen.hashed(out, slotKey, values);
            out.line(slotKey + " = " + key + ";");
            String more = RowWriting.variableSize(values);
            if (!sizes.isEmpty() && first) {
                out.line(sizes + "[" + tuple + "] = " + RowWriting.size(layout.rows(), values) + ";");
            } else if (!sizes.isEmpty() && !more.isEmpty()) {
                out.line(sizes + "[" + tuple + "] += " + more + ";");
            }
        }
    }

    /** Emits the writing of keys and initial values into new groups; returns the name of its method. */
    private String emitCreate(Chunk chunk) {
        String ends = loops.size() > 1 && layout.rows().isVariable() ? RowLoops.endsVector(cls) : "";
        List<String> parts = new ArrayList<>();
        for (int loop = 0; loop < loops.size(); loop++) {
            List<Integer> some = loops.get(loop);
            boolean first = loop == 0;
            parts.add(methods.emit(
                    "void",
                    "createGroups",
                    first ? "keys and initial values" : "more keys",
                    chunk,
                    keys(some),
                    (version, expressions, used) -> emitCreate(version, expressions, used, some, ends, first)));
        }
        return inTurn("createAllGroups", parts);
    }

    /** A method that calls these one after the other. */
    private String inTurn(String stem, List<String> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        MethodBuilder method = cls.method("void", stem, "", "int count");
        parts.forEach(part -> method.body().line(part + "(" + method.parameter(0) + ");"));
        return method.name();
    }

    private void emitCreate(
            StageMethods.Version version,
            List<Expression> expressions,
            Set<Integer> used,
            List<Integer> some,
            String ends,
            boolean first) {
        SourceBuilder out = version.out();
        version.loop().hoist(used, Set.of());
        String created = out.local("int[]", "created", "groups.created()");
        try (var _ = version.loop().openOver(created, version.count(), used)) {
            String tuple = version.loop().tuple();
            String group = out.local("long", "group", "groupRows[" + tuple + "]");
            if (first) {
                out.line("aggregate.initialize(" + group + ");");
            }
            if (layout.keySlot(0) >= 0) {
                List<Integer> slots = some.stream().map(layout::keySlot).toList();
                String end = ends.isEmpty() ? "" : ends + "[" + tuple + "]";
                String from = first ? String.valueOf(layout.rows().fixedBytes()) : end;
                RowWriting.store(out, group, layout.rows(), slots, version.values(expressions), from, end);
            }
        }
    }

    /** Emits the method that keeps those of the tuples in {@code unequal} whose group has other keys than they. */
    private String emitCompare(Chunk chunk) {
        String reason = "equal hashes are not yet equal keys";
        if (loops.size() == 1) {
            return methods.emit("int", "findUnequal", reason, chunk, keys, this::emitCompare);
        }
        String undecided = cls.initialised(
                "int[]", "equalSoFar", "new int[Batch.MAX_ROWS]", "tuples whose keys compared so far are equal");
        String found = cls.field("int", "unequalCount", "");
        MethodBuilder method = cls.method("int", "findAllUnequal", reason, "int count");
        SourceBuilder out = method.body();
        out.line(found + " = 0;");
        String left = out.variable("int", "left", method.parameter(0));
        for (int loop = 0; loop < loops.size(); loop++) {
            List<Integer> some = loops.get(loop);
            String from = loop == 0 ? "unequal" : undecided;
            String part = methods.emit(
                    "int",
                    "findUnequal",
                    reason,
                    chunk,
                    keys(some),
                    (version, expressions, used) ->
                            emitCompareSome(version, expressions, used, some, from, undecided, found));
            out.line(left + " = " + part + "(" + left + ");");
        }
        out.line("return " + found + ";");
        return method.name();
    }

    private void emitCompare(StageMethods.Version version, List<Expression> expressions, Set<Integer> used) {
        SourceBuilder out = version.out();
        TupleLoop loop = version.loop();
        loop.hoist(used, Set.of());
        String list = out.local("int[]", "list", "unequal");
        String differing = out.variable("int", "differing", "0");
        try (var _ = loop.openOver(list, version.count(), used)) {
            String equal = emitEqual(version, expressions, loops.getFirst());
            out.line(list + "[" + differing + "] = " + loop.tuple() + ";");
            out.line(differing + " += " + equal + " ? 0 : 1;");
        }
        out.line("return " + differing + ";");
    }

    /** Moves tuples from {@code from} to {@code unequal} or to {@code undecided}, and returns how many to the latter. */
    private void emitCompareSome(
            StageMethods.Version version,
            List<Expression> expressions,
            Set<Integer> used,
            List<Integer> some,
            String from,
            String undecided,
            String found) {
        SourceBuilder out = version.out();
        TupleLoop loop = version.loop();
        loop.hoist(used, Set.of());
        String list = out.local("int[]", "list", from);
        String unequal = out.local("int[]", "differing", "unequal");
        String equal = out.local("int[]", "same", undecided);
        String differing = out.variable("int", "differingCount", found);
        String same = out.variable("int", "sameCount", "0");
        try (var _ = loop.openOver(list, version.count(), used)) {
            String isEqual = out.local("boolean", "isEqual", emitEqual(version, expressions, some));
            out.line(unequal + "[" + differing + "] = " + loop.tuple() + ";");
            out.line(equal + "[" + same + "] = " + loop.tuple() + ";");
            out.line(differing + " += " + isEqual + " ? 0 : 1;");
            out.line(same + " += " + isEqual + " ? 1 : 0;");
        }
        out.line(found + " = " + differing + ";");
        out.line("return " + same + ";");
    }

    /** A Java condition: these keys of the tuple are those of its group. */
    private String emitEqual(StageMethods.Version version, List<Expression> expressions, List<Integer> some) {
        SourceBuilder out = version.out();
        TupleLoop loop = version.loop();
        String group = out.local("long", "group", "groupRows[" + loop.tuple() + "]");
        List<Value> mine = version.values(expressions);
        List<Value> theirs = new ArrayList<>();
        for (int key : some) {
            Field field =
                    new Field("group" + key, keys.get(key).type(), keys.get(key).nullable());
            theirs.add(RowFields.load(out, loop.names(), group, layout.rows(), layout.keySlot(key), field));
        }
        return SlotKeyGen.equal(mine, theirs);
    }
}
