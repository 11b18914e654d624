package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.sort.SortKeys;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.runtime.SortWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes the rows of a sort or top-N with their keys encoded so that they compare as bytes. A top-N drops a row before it
 * is written when its first key alone is behind the worst row kept.
 */
final class SortGen implements SinkGen {
    private static final int COLUMN_BYTES = 44;
    private static final int KEY_BYTES = 60;

    private final PipelineClass cls;
    private final StageMethods methods;
    private final Stages stages;
    private final int operatorId;
    private final SortLayout layout;
    private final List<Expression> keys;

    private SortGen(PipelineClass cls, StageMethods methods, Stages stages, int operatorId, SortLayout layout) {
        this.cls = cls;
        this.methods = methods;
        this.stages = stages;
        this.operatorId = operatorId;
        this.layout = layout;
        this.keys = layout.keys().stream()
                .map(SortKey::expression)
                .map(stages::overBase)
                .toList();
    }

    static SortGen of(PipelineClass cls, StageMethods methods, Stages stages, PipelineSpec.Sink.Sort sink) {
        return new SortGen(cls, methods, stages, sink.operatorId(), SortLayout.of(sink.node()));
    }

    static SortGen of(PipelineClass cls, StageMethods methods, Stages stages, PipelineSpec.Sink.TopN sink) {
        return new SortGen(cls, methods, stages, sink.operatorId(), SortLayout.of(sink.node()));
    }

    @Override
    public List<Expression> reads() {
        List<Expression> all = new ArrayList<>(keys);
        all.addAll(stages.output());
        return all;
    }

    @Override
    public void declare() {
        cls.builder().imports(SortKeys.class);
        cls.bound(SortWorker.class, "sort", "sort()", "[sort #" + operatorId + "] of this worker");
    }

    @Override
    public void emitSink(Chunk chunk, SourceBuilder out, String count) {
        if (methods.loops(reads(), List::of, COLUMN_BYTES).size() > 1) {
            emitLoops(chunk, out, count);
        } else {
            String method = methods.emit("void", "add", comment(), chunk, reads(), this::emitAdd);
            out.line(method + "(" + count + ");");
        }
        out.line("metrics.addRows(" + stages.sinkPosition() + ", " + count + ");");
        out.line("return NEEDS_INPUT;");
    }

    private String comment() {
        return "[sort #" + operatorId + "]";
    }

    private void emitAdd(StageMethods.Version version, List<Expression> expressions, Set<Integer> used) {
        SourceBuilder out = version.out();
        version.loop().hoist(used, Set.of());
        try (var _ = version.loop().open(version.count(), used)) {
            List<Value> keyValues = new ArrayList<>();
            for (int key = 0; key < keys.size(); key++) {
                keyValues.add(version.value(expressions.get(key)));
                if (key == 0 && layout.isTopN()) {
                    emitThreshold(out, keyValues.getFirst());
                }
            }
            List<Value> columns = version.values(expressions.subList(keys.size(), expressions.size()));
            emitRow(out, keyValues, columns);
        }
        out.line("sort.endChunk();");
    }

    private void emitThreshold(SourceBuilder out, Value first) {
        if (!first.alwaysValid()) {
            return;
        }
        SortKey key = layout.keys().getFirst();
        String prefix = switch (TupleLoop.shape(first.type())) {
            case INT, BOOL ->
                "SortKeys.ofLong(" + integral(first) + ", " + width(first) + ", " + !key.ascending() + ")";
            case DOUBLE -> "SortKeys.ofDouble(" + first.code() + ", " + !key.ascending() + ")";
            default -> null;
        };
        // a nullable key begins with a byte that says whether it is NULL
        if (prefix != null && !key.expression().nullable()) {
            try (var _ = out.block("if (!sort.admits(" + prefix + "))")) {
                out.line("continue;");
            }
        }
    }

    private void emitRow(SourceBuilder out, List<Value> keyValues, List<Value> columns) {
        String keyBytes = out.local("int", "keyBytes", keySize(keyValues));
        String size = RowWriting.size(layout.rows(), columns) + " + " + keyBytes;
        String row = out.local("long", "row", "sort.allocate(" + size + ")");
        String end = out.variable("int", "end", String.valueOf(layout.rows().fixedBytes()));
        for (int column = 0; column < columns.size(); column++) {
            RowFields.store(out, row, layout.rows(), column, columns.get(column), end);
        }
        String keyField = row + " + " + layout.rows().offset(layout.keySlot()) + "L";
        out.line("RawMemory.putInt(" + keyField + ", " + end + ");");
        out.line("RawMemory.putInt(" + keyField + " + 4L, " + keyBytes + ");");
        String at = out.variable("long", "at", row + " + " + end);
        for (int key = 0; key < keyValues.size(); key++) {
            emitKey(out, at, keyValues.get(key), layout.keys().get(key));
        }
        out.line("sort.add(" + row + ", SortKeys.prefix(" + row + " + " + end + ", " + keyBytes + "));");
    }

    /** The same with rows that are allocated first and written by several loops each. */
    private void emitLoops(Chunk chunk, SourceBuilder out, String count) {
        cls.vector("long", "stored", "address of each tuple's row");
        cls.vector("int", "rowBytes", "size of each tuple's row without its key");
        cls.vector("int", "keyBytes", "size of each tuple's key");
        cls.vector("long", "keyEnds", "address behind what is written of each key");
        List<Expression> columns = stages.output();
        List<Expression> sized = columns.stream()
                .filter(column -> column.type().isVariableLength())
                .toList();
        RowLoops.emitSizes(methods, layout.rows(), comment() + " sizes", chunk, sized, out, count);
        List<Integer> all = IntStream.range(0, keys.size()).boxed().toList();
        List<List<Integer>> loops = methods.loops(all, key -> List.of(keys.get(key)), KEY_BYTES);
        loops.forEach(some -> emitKeyLoop(chunk, out, count, some, "keySizes", this::emitKeySizes));
        out.line("sort.allocate(" + count + ", rowBytes, keyBytes, stored);");
        List<Integer> slots = IntStream.range(0, columns.size()).boxed().toList();
        new RowLoops(cls, methods, layout.rows(), comment() + " columns", "stored")
                .emit(chunk, columns, slots, out, count);
        loops.forEach(some -> emitKeyLoop(chunk, out, count, some, "writeKeys", this::emitKeys));
        String row = out.fresh("tuple");
        try (var _ = out.block("for (int " + row + " = 0; " + row + " < " + count + "; " + row + "++)")) {
            String key = "stored[" + row + "] + rowBytes[" + row + "]";
            out.line("sort.add(stored[" + row + "], SortKeys.prefix(" + key + ", keyBytes[" + row + "]));");
        }
        out.line("sort.endChunk();");
    }

    /** Emits something about the keys of these numbers for the current tuple. */
    @FunctionalInterface
    private interface KeyBody {
        void emit(SourceBuilder out, String tuple, List<Integer> some, List<Value> values);
    }

    private void emitKeyLoop(
            Chunk chunk, SourceBuilder out, String count, List<Integer> some, String stem, KeyBody body) {
        List<Expression> of = some.stream().map(keys::get).toList();
        String method = methods.emit("void", stem, comment() + " keys", chunk, of, (version, expressions, used) -> {
            version.loop().hoist(used, Set.of());
            try (var _ = version.loop().open(version.count(), used)) {
                body.emit(version.out(), version.loop().tuple(), some, version.values(expressions));
            }
        });
        out.line(method + "(" + count + ");");
    }

    private void emitKeySizes(SourceBuilder out, String tuple, List<Integer> some, List<Value> values) {
        String sets = some.getFirst() == 0 ? " = " : " += ";
        out.line("keyBytes[" + tuple + "]" + sets + keySize(some, values) + ";");
    }

    private void emitKeys(SourceBuilder out, String tuple, List<Integer> some, List<Value> values) {
        boolean first = some.getFirst() == 0;
        String begin = "stored[" + tuple + "] + rowBytes[" + tuple + "]";
        String at = out.variable("long", "at", first ? begin : "keyEnds[" + tuple + "]");
        if (first) {
            String keyField = "stored[" + tuple + "] + " + layout.rows().offset(layout.keySlot()) + "L";
            out.line("RawMemory.putInt(" + keyField + ", rowBytes[" + tuple + "]);");
            out.line("RawMemory.putInt(" + keyField + " + 4L, keyBytes[" + tuple + "]);");
        }
        for (int index = 0; index < some.size(); index++) {
            emitKey(out, at, values.get(index), layout.keys().get(some.get(index)));
        }
        out.line("keyEnds[" + tuple + "] = " + at + ";");
    }

    private String keySize(List<Value> values) {
        return keySize(IntStream.range(0, values.size()).boxed().toList(), values);
    }

    private String keySize(List<Integer> of, List<Value> values) {
        List<String> sizes = new ArrayList<>();
        for (int key = 0; key < values.size(); key++) {
            Value value = values.get(key);
            boolean nullable = layout.keys().get(of.get(key)).expression().nullable();
            String size = value.shape() == Value.Shape.BYTES
                    ? "SortKeys.bytesLength(" + value.code() + ", " + value.second() + ")"
                    : String.valueOf(width(value));
            sizes.add((nullable ? "1 + " : "")
                    + (value.alwaysValid() ? size : "(" + value.valid() + " ? " + size + " : 0)"));
        }
        return String.join(" + ", sizes);
    }

    private static void emitKey(SourceBuilder out, String at, Value value, SortKey key) {
        if (key.expression().nullable()) {
            out.line(at + " = SortKeys.putNull(" + at + ", !(" + value.valid() + "), " + key.nullsFirst() + ");");
        }
        if (value.alwaysValid()) {
            out.line(at + " = " + put(at, value, !key.ascending()) + ";");
        } else {
            try (var _ = out.block("if (" + value.valid() + ")")) {
                out.line(at + " = " + put(at, value, !key.ascending()) + ";");
            }
        }
    }

    private static String put(String at, Value value, boolean descending) {
        return switch (TupleLoop.shape(value.type())) {
            case INT, BOOL ->
                "SortKeys.putLong(" + at + ", " + integral(value) + ", " + width(value) + ", " + descending + ")";
            case FLOAT -> "SortKeys.putFloat(" + at + ", " + value.code() + ", " + descending + ")";
            case DOUBLE -> "SortKeys.putDouble(" + at + ", " + value.code() + ", " + descending + ")";
            case WIDE ->
                "SortKeys.putInt128(" + at + ", " + value.code() + ", " + RowFields.high(value) + ", " + descending
                        + ")";
            case BYTES ->
                "SortKeys.putBytes(" + at + ", " + value.code() + ", " + value.second() + ", " + descending + ")";
        };
    }

    private static int width(Value value) {
        return value.type().physical().bytes();
    }

    private static String integral(Value value) {
        return value.type() instanceof BooleanType ? "(" + value.code() + " ? 1L : 0L)" : value.code();
    }

    @Override
    public void emitFinish(SourceBuilder out) {
        out.line("sort.complete();");
        out.line("return DONE;");
    }
}
