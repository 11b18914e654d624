package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.ColumnAccess;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.source.Names;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One generated loop over the tuples of a chunk. Segments and index vectors become locals before the loop, the columns
 * that the loop reads become locals at its top.
 */
final class TupleLoop implements ColumnAccess {
    private final List<BaseColumn> columns;
    private final ScanShape scan;
    private final SourceBuilder body;
    private final Names names;
    private final Chunk chunk;
    private final StageVariant variant;
    private final Map<Integer, Value> values = new HashMap<>();
    private final Map<Integer, String[]> segments = new HashMap<>();
    private final Map<Integer, String> vectors = new TreeMap<>();
    private final Map<Integer, String> current = new HashMap<>();
    private final String tuple;

    TupleLoop(List<BaseColumn> columns, ScanShape scan, SourceBuilder body, Chunk chunk, StageVariant variant) {
        this.columns = columns;
        this.scan = scan;
        this.body = body;
        this.names = body.names();
        this.chunk = chunk;
        this.variant = variant;
        this.tuple = names.fresh("tuple");
    }

    /** Index 0 of {@link #vectors} is the batch row, index p that of probe p. */
    static final int BATCH = 0;

    /** The vectors of a chunk of that level behind the given columns: {@link #BATCH} or probe numbers up to the level. */
    static Set<Integer> vectorsOf(List<BaseColumn> columns, Set<Integer> used, int level) {
        Set<Integer> vectors = new java.util.TreeSet<>();
        for (int id : used) {
            vectors.add(
                    switch (columns.get(id)) {
                        case BaseColumn.Scanned ignored -> BATCH;
                        case BaseColumn.PerEntry ignored -> BATCH;
                        case BaseColumn.Built built -> built.probe();
                    });
        }
        vectors.removeIf(vector -> vector > level);
        return vectors;
    }

    /** Emits the locals in front of the loop. {@code keep}: vectors to be available besides those of the columns. */
    void hoist(Set<Integer> used, Set<Integer> keep) {
        for (int id : used) {
            if (columns.get(id) instanceof BaseColumn.Scanned scanned) {
                hoistScanned(scanned);
            } else if (columns.get(id) instanceof BaseColumn.PerEntry entry) {
                hoistPerEntry(entry);
            }
        }
        Set<Integer> wanted = Needs.union(vectorsOf(columns, used, chunk.level()), keep);
        for (int vector : wanted) {
            if (vector != BATCH) {
                String local = names.fresh("built" + vector + "Rows");
                body.line("final long[] " + local + " = " + chunk.built(vector) + ";");
                vectors.put(vector, local);
            } else if (!chunk.dense()) {
                String local = names.fresh("rows");
                body.line("final int[] " + local + " = " + chunk.rows() + ";");
                vectors.put(vector, local);
            }
        }
    }

    private void hoistScanned(BaseColumn.Scanned column) {
        String stem = column.field().name();
        String note = column.field().toString();
        String values = names.fresh(stem + "Values");
        String batchColumn = "batch.column(" + column.column() + ")";
        String validity = null;
        String extra = null;
        String codes = null;
        if (scan.isDictionary(column.column()) && variant.dictionary()) {
            codes = names.fresh(stem + "Codes");
            body.annotated(note, "final MemorySegment " + codes + " = batch.values(" + column.column() + ");");
            body.line("final MemorySegment " + values + " = " + batchColumn + ".dictionary().values();");
            extra = names.fresh(stem + "Buffers");
            body.line("final ViewBuffers " + extra + " = " + batchColumn + ".dictionary().buffers();");
        } else {
            body.annotated(note, "final MemorySegment " + values + " = batch.values(" + column.column() + ");");
            if (column.field().type().isVariableLength()) {
                extra = names.fresh(stem + "Buffers");
                body.line("final ViewBuffers " + extra + " = " + batchColumn + ".buffers();");
            }
        }
        if (column.field().nullable() && !variant.nullFree()) {
            validity = names.fresh(stem + "Validity");
            body.line("final MemorySegment " + validity + " = batch.validity(" + column.column() + ");");
        }
        segments.put(column.id(), new String[] {values, validity, extra, codes});
    }

    private void hoistPerEntry(BaseColumn.PerEntry entry) {
        String codes = names.fresh(entry.of().field().name() + "Codes");
        body.line(
                "final MemorySegment " + codes + " = batch.values(" + entry.of().column() + ");");
        String table = names.fresh("holds");
        body.line("final byte[] " + table + " = " + entry.table() + ";");
        String validity = null;
        if (entry.field().nullable() && !variant.nullFree()) {
            validity = names.fresh(entry.of().field().name() + "Validity");
            body.line("final MemorySegment " + validity + " = batch.validity("
                    + entry.of().column() + ");");
        }
        segments.put(entry.id(), new String[] {table, validity, null, codes});
    }

    /** Opens the loop over {@code count} tuples and makes the columns' values locals. */
    SourceBuilder.Block open(String count, Set<Integer> used) {
        SourceBuilder.Block loop =
                body.block("for (int " + tuple + " = 0; " + tuple + " < " + count + "; " + tuple + "++)");
        top(used);
        return loop;
    }

    /** Like {@link #open}, over the tuples whose numbers stand in {@code list[0..count)}. */
    SourceBuilder.Block openOver(String list, String count, Set<Integer> used) {
        String at = names.fresh("at");
        SourceBuilder.Block loop = body.block("for (int " + at + " = 0; " + at + " < " + count + "; " + at + "++)");
        body.line("final int " + tuple + " = " + list + "[" + at + "];");
        top(used);
        return loop;
    }

    private void top(Set<Integer> used) {
        vectors.forEach((vector, array) -> current.put(
                vector,
                vector == BATCH
                        ? body.local("int", "row", array + "[" + tuple + "]")
                        : body.local("long", "built" + vector, array + "[" + tuple + "]")));
        used.forEach(this::load);
    }

    /** The number of the current tuple in its chunk. */
    String tuple() {
        return tuple;
    }

    Names names() {
        return names;
    }

    /** The batch row of the current tuple. */
    String row() {
        return chunk.dense() ? tuple : vectorValue(BATCH);
    }

    /** The value of a vector for the current tuple: a batch row number or a build row address. */
    String vectorValue(int vector) {
        return vector == BATCH && chunk.dense() ? tuple : current.get(vector);
    }

    /** The local that holds a vector, to write compacted tuples into. */
    String vectorLocal(int vector) {
        return vectors.getOrDefault(vector, vector == BATCH ? chunk.rows() : chunk.built(vector));
    }

    private void load(int id) {
        switch (columns.get(id)) {
            case BaseColumn.Scanned scanned -> loadScanned(scanned);
            case BaseColumn.PerEntry entry -> loadPerEntry(entry);
            case BaseColumn.Built built -> loadBuilt(built);
        }
    }

    private void loadScanned(BaseColumn.Scanned column) {
        String[] from = segments.get(column.id());
        String row = row();
        if (from[3] != null) {
            row = names.fresh(column.field().name() + "Code");
            body.line("final int " + row + " = Columns.getInt(" + from[3] + ", " + row() + ");");
        }
        String valid = loadValidity(column, from[1]);
        String stem = column.field().name();
        DataType type = column.field().type();
        String at = from[0] + ", " + row;
        Value value;
        switch (shape(type)) {
            case BYTES ->
                value = new Value(
                        type,
                        Shape.BYTES,
                        local("long", stem, "Columns.viewAddress(" + from[0] + ", " + from[2] + ", " + row + ")"),
                        local("int", stem + "Length", "Columns.viewLength(" + at + ")"),
                        valid);
            case WIDE ->
                value = variant.narrow()
                        ? new Value(type, Shape.INT, local("long", stem, "Columns.getLow(" + at + ")"), null, valid)
                        : new Value(
                                type,
                                Shape.WIDE,
                                local("long", stem, "Columns.getLow(" + at + ")"),
                                local("long", stem + "High", "Columns.getHigh(" + at + ")"),
                                valid);
            default ->
                value = new Value(
                        type,
                        shape(type),
                        local(javaType(type), stem, "Columns." + getter(type) + "(" + at + ")" + booleanTest(type)),
                        null,
                        valid);
        }
        values.put(column.id(), value);
    }

    private void loadPerEntry(BaseColumn.PerEntry entry) {
        String[] from = segments.get(entry.id());
        String valid = loadValidity(entry, from[1]);
        String code = from[0] + "[Columns.getInt(" + from[3] + ", " + row() + ")] != 0";
        values.put(
                entry.id(), new Value(entry.field().type(), Shape.BOOL, local("boolean", "holds", code), null, valid));
    }

    private String loadValidity(BaseColumn column, String validity) {
        return validity == null
                ? Value.ALWAYS
                : local(
                        "boolean",
                        column.field().name() + "Valid",
                        validity + " == null || Columns.isValid(" + validity + ", " + row() + ")");
    }

    private void loadBuilt(BaseColumn.Built column) {
        String base = vectorValue(column.probe());
        String stem = column.field().name();
        DataType type = column.field().type();
        if (column.slot() < 0) {
            values.put(
                    column.id(),
                    new Value(
                            type,
                            shape(type),
                            local(javaType(type), stem, "RawMemory.getLong(" + base + ")" + slotKeyCast(type)),
                            null,
                            Value.ALWAYS));
            return;
        }
        values.put(column.id(), RowFields.load(body, names, base, column.layout(), column.slot(), column.field()));
    }

    private String local(String type, String stem, String code) {
        String name = names.fresh(stem);
        body.line("final " + type + " " + name + " = " + code + ";");
        return name;
    }

    @Override
    public Value column(ColumnReference reference) {
        return values.get(reference.column());
    }

    static Shape shape(DataType type) {
        if (type instanceof BooleanType) {
            return Shape.BOOL;
        }
        return switch (type.physical()) {
            case INT8, INT16, INT32, INT64 -> Shape.INT;
            case FLOAT32 -> Shape.FLOAT;
            case FLOAT64 -> Shape.DOUBLE;
            case INT128 -> Shape.WIDE;
            case VIEW -> Shape.BYTES;
        };
    }

    static String javaType(DataType type) {
        return switch (shape(type)) {
            case BOOL -> "boolean";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            default -> "long";
        };
    }

    static String getter(DataType type) {
        return switch (type.physical()) {
            case INT8 -> "getByte";
            case INT16 -> "getShort";
            case INT32 -> "getInt";
            case FLOAT32 -> "getFloat";
            case FLOAT64 -> "getDouble";
            default -> "getLong";
        };
    }

    static String booleanTest(DataType type) {
        return type instanceof BooleanType ? " != 0" : "";
    }

    private static String slotKeyCast(DataType type) {
        return type instanceof BooleanType ? " != 0L" : "";
    }
}
