package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.runtime.ResultWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes the columns of the result and hands on full batches. */
final class ResultGen implements SinkGen {
    private static final int COLUMN_BYTES = 44;

    private final PipelineClass cls;
    private final StageMethods methods;
    private final Stages stages;
    private final PipelineSpec.Sink.Result sink;

    ResultGen(PipelineClass cls, StageMethods methods, Stages stages, PipelineSpec.Sink.Result sink) {
        this.cls = cls;
        this.methods = methods;
        this.stages = stages;
        this.sink = sink;
    }

    @Override
    public List<Expression> reads() {
        return stages.output();
    }

    @Override
    public void declare() {
        cls.builder().imports(ColumnBuilder.class);
        cls.bound(ResultWriter.class, "result", "result()", "[result #" + sink.operatorId() + "]");
    }

    @Override
    public void emitSink(Chunk chunk, SourceBuilder out, String count) {
        try (var _ = out.block("if (result.isClosed())")) {
            out.line("return DONE;");
        }
        try (var _ = out.block("if (!result.prepare(" + count + "))")) {
            out.line("pending = " + count + ";");
            out.line("return BLOCKED;");
        }
        List<Integer> all = IntStream.range(0, reads().size()).boxed().toList();
        List<List<Integer>> loops = methods.loops(all, column -> List.of(reads().get(column)), COLUMN_BYTES);
        for (List<Integer> columns : loops.isEmpty() ? List.of(all) : loops) {
            String method = methods.emit(
                    "void",
                    "write",
                    "[result #" + sink.operatorId() + "] " + describe(columns),
                    chunk,
                    columns.stream().map(reads()::get).toList(),
                    (version, expressions, used) -> emitWrite(version, columns, expressions, used));
            out.line(method + "(" + count + ");");
        }
        out.line("metrics.addRows(" + stages.sinkPosition() + ", " + count + ");");
        out.line("return NEEDS_INPUT;");
    }

    private Schema describe(List<Integer> columns) {
        return sink.schema()
                .project(columns.stream().mapToInt(Integer::intValue).toArray());
    }

    private void emitWrite(
            StageMethods.Version version, List<Integer> columns, List<Expression> expressions, Set<Integer> used) {
        SourceBuilder out = version.out();
        TupleLoop loop = version.loop();
        loop.hoist(used, Set.of());
        boolean claims = columns.isEmpty() || columns.getFirst() == 0;
        String first = out.local("int", "first", claims ? "result.claim(" + version.count() + ")" : "result.claimed()");
        List<String> builders = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            int column = columns.get(index);
            DataType type = sink.schema().type(column);
            boolean builder = type.isVariableLength() || expressions.get(index).nullable();
            builders.add(builder ? out.local("ColumnBuilder", "column" + column, "result.column(" + column + ")") : "");
            segments.add(
                    type.isVariableLength()
                            ? ""
                            : out.local("MemorySegment", "out" + column, "result.values(" + column + ")"));
        }
        try (var _ = loop.open(version.count(), used)) {
            String to = out.local("int", "to", first + " + " + loop.tuple());
            for (int index = 0; index < columns.size(); index++) {
                Value value = version.value(expressions.get(index));
                if (value.alwaysValid()) {
                    put(out, value, builders.get(index), segments.get(index), to);
                } else {
                    try (var branch = out.ifElse(value.valid())) {
                        put(out, value, builders.get(index), segments.get(index), to);
                        branch.otherwise();
                        out.line(builders.get(index) + ".setNull(" + to + ");");
                    }
                }
            }
        }
    }

    private static void put(SourceBuilder out, Value value, String column, String segment, String to) {
        switch (TupleLoop.shape(value.type())) {
            case BYTES -> out.line(column + ".putView(" + to + ", " + value.code() + ", " + value.second() + ");");
            case WIDE ->
                out.line("Columns.putInt128(" + segment + ", " + to + ", " + value.code() + ", " + RowFields.high(value)
                        + ");");
            default ->
                out.line("Columns." + RowFields.putter(value.type()) + "(" + segment + ", " + to + ", "
                        + RowFields.cast(value) + ");");
        }
    }

    @Override
    public void emitFinish(SourceBuilder out) {
        out.line("return result.isClosed() || result.flush() ? DONE : BLOCKED;");
    }
}
