package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.row.RowLayout;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The loops that write fields into the row of each tuple. Usually one; of very many fields each loop writes some, and leaves
 * in a vector where the bytes of variable length end.
 */
final class RowLoops {
    private static final int FIELD_BYTES = 44;

    private final PipelineClass cls;
    private final StageMethods methods;
    private final RowLayout layout;
    private final String comment;
    private final String rows;

    /** @param rows the field with the address of each tuple's row */
    RowLoops(PipelineClass cls, StageMethods methods, RowLayout layout, String comment, String rows) {
        this.cls = cls;
        this.methods = methods;
        this.layout = layout;
        this.comment = comment;
        this.rows = rows;
    }

    /** Emits the methods and, into {@code out}, their calls. {@code fields[i]} goes into slot {@code slots[i]}. */
    void emit(Chunk chunk, List<Expression> fields, List<Integer> slots, SourceBuilder out, String count) {
        List<Integer> all = IntStream.range(0, fields.size()).boxed().toList();
        List<List<Integer>> loops = methods.loops(all, field -> List.of(fields.get(field)), FIELD_BYTES);
        String ends = loops.size() > 1 && layout.isVariable() ? endsVector(cls) : "";
        for (int loop = 0; loop < loops.size(); loop++) {
            List<Expression> some = loops.get(loop).stream().map(fields::get).toList();
            List<Integer> into = loops.get(loop).stream().map(slots::get).toList();
            boolean first = loop == 0;
            String method = methods.emit(
                    "void",
                    "store",
                    comment,
                    chunk,
                    some,
                    (version, expressions, used) -> emitStore(version, expressions, used, into, ends, first));
            out.line(method + "(" + count + ");");
        }
    }

    /** A new vector for the place in each tuple's row where bytes of variable length go next. */
    static String endsVector(PipelineClass cls) {
        return cls.initialised("int[]", "rowEnds", "new int[Batch.MAX_ROWS]", "where the bytes of each row end so far");
    }

    private void emitStore(
            StageMethods.Version version,
            List<Expression> expressions,
            Set<Integer> used,
            List<Integer> into,
            String ends,
            boolean first) {
        SourceBuilder out = version.out();
        version.loop().hoist(used, Set.of());
        String addresses = out.local("long[]", "rows", rows);
        try (var _ = version.loop().open(version.count(), used)) {
            String tuple = version.loop().tuple();
            String row = out.local("long", "row", addresses + "[" + tuple + "]");
            String end = ends.isEmpty() ? "" : ends + "[" + tuple + "]";
            String from = first ? String.valueOf(layout.fixedBytes()) : end;
            RowWriting.store(out, row, layout, into, version.values(expressions), from, end);
        }
    }

    /** Emits loops that compute the size of each tuple's row into {@code rowBytes}, and their calls. */
    static void emitSizes(
            StageMethods methods,
            RowLayout layout,
            String comment,
            Chunk chunk,
            List<Expression> fields,
            SourceBuilder out,
            String count) {
        List<List<Expression>> loops = methods.loops(fields, List::of, FIELD_BYTES);
        if (loops.isEmpty()) {
            out.line("java.util.Arrays.fill(rowBytes, 0, " + count + ", " + layout.fixedBytes() + ");");
        }
        for (int loop = 0; loop < loops.size(); loop++) {
            boolean first = loop == 0;
            String method =
                    methods.emit("void", "sizes", comment, chunk, loops.get(loop), (version, expressions, used) -> {
                        SourceBuilder body = version.out();
                        version.loop().hoist(used, Set.of());
                        String sizes = body.local("int[]", "sizes", "rowBytes");
                        try (var _ = version.loop().open(version.count(), used)) {
                            String size = sizes + "[" + version.loop().tuple() + "]";
                            String more = RowWriting.variableSize(version.values(expressions));
                            body.line(size + (first ? " = " + layout.fixedBytes() + " + " : " += ") + more + ";");
                        }
                    });
            out.line(method + "(" + count + ");");
        }
    }
}
