package dev.carbide.codegen.property;

import dev.carbide.codegen.compile.PipelineCompiler;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionGen;
import dev.carbide.codegen.expression.ExpressionGen.Variant;
import dev.carbide.codegen.expression.NarrowGuard;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.InstanceResources;
import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A class compiled from expressions: for each of them a loop per variant that leaves the value of a row. */
final class GeneratedExpressions implements AutoCloseable {
    /** One generated loop. {@code condition}: it leaves the condition, not the value. */
    record Loop(int expression, Variant variant, boolean condition, Shape shape) {}

    private static final PipelineCompiler COMPILER = new PipelineCompiler(GeneratedExpressions.class.getClassLoader());

    private final Schema schema;
    private final boolean withNulls;
    private final List<Expression> expressions;
    private final List<Loop> loops = new ArrayList<>();
    private final ClassBuilder cls = new ClassBuilder("Evaluator", Evaluator.class);
    private final InstanceResources resources;
    private final GeneratedSource source;
    private final Evaluator evaluator;

    /** @param withNulls whether columns hold NULLs, so that the null-free variant cannot run */
    GeneratedExpressions(
            Schema schema, boolean withNulls, List<Expression> expressions, PageAllocator allocator, MemoryPool pool) {
        this.schema = schema;
        this.withNulls = withNulls;
        this.expressions = expressions;
        this.resources = new InstanceResources(allocator, pool);
        cls.imports(Batch.class, Columns.class, MemorySegment.class, ViewBuffers.class, Bounds.class);
        generate();
        source = cls.build();
        evaluator = COMPILER.compile(source).newInstance(Evaluator.class, resources.bind(source.arguments()));
    }

    List<Loop> loops() {
        return loops;
    }

    String text() {
        return source.text();
    }

    boolean guard(int expression, Batch batch) {
        return evaluator.guard(expression, batch);
    }

    @Nullable
    Object run(int loop, Batch batch, int row) {
        resources.nextBatch();
        evaluator.run(loop, batch, row);
        Loop run = loops.get(loop);
        return evaluator.result(expressions.get(run.expression()).type(), run.shape());
    }

    @Override
    public void close() {
        resources.close();
    }

    private void generate() {
        List<String> calls = new ArrayList<>();
        MethodBuilder guard = cls.override("boolean", "guard", "int expression", "Batch batch");
        for (int index = 0; index < expressions.size(); index++) {
            Expression expression = expressions.get(index);
            boolean narrow = NarrowGuard.canBeNarrow(expression);
            String condition = NarrowGuard.condition(
                    cls, guard.body(), List.of(expression), column -> "batch.bounds(" + column + ")");
            guard.body().line("if (" + guard.parameter(0) + " == " + index + ") return " + condition + ";");
            calls.add(loop(index, new Variant(!withNulls, false), false));
            if (narrow) {
                calls.add(loop(index, new Variant(!withNulls, true), false));
            }
            if (expression.type() instanceof BooleanType) {
                calls.add(loop(index, new Variant(!withNulls, narrow), true));
            }
        }
        guard.body().line("return false;");
        MethodBuilder run = cls.override("void", "run", "int loop", "Batch batch", "long row");
        for (int loop = 0; loop < calls.size(); loop++) {
            run.body().line("if (" + run.parameter(0) + " == " + loop + ") " + calls.get(loop) + "(batch, row);");
        }
    }

    private String loop(int index, Variant variant, boolean condition) {
        Expression expression = expressions.get(index);
        MethodBuilder method = cls.method("private", "void", "loop", "Batch batch", "long row");
        SourceBuilder body = method.body();
        ColumnLoads columns = new ColumnLoads(body, variant);
        ExpressionGen generator = new ExpressionGen(cls, body, body.names(), columns::load, variant);
        method.comment(generator.describe(expression));
        Value value = condition ? Values.bool(generator.condition(expression)) : generator.generate(expression);
        String second = value.second() == null ? "" : ", " + value.second();
        String leave = switch (value.shape()) {
            case INT -> "leaveInt";
            case WIDE -> "leaveWide";
            case BOOL -> "leaveBool";
            case FLOAT, DOUBLE -> "leaveFloating";
            case BYTES -> "leaveBytes";
        };
        body.line(leave + "(" + value.valid() + ", " + value.code() + second + ");");
        loops.add(new Loop(index, variant, condition, value.shape()));
        return method.name();
    }

    /** Reads columns; what is not valid is garbage, and addresses of it are not to be touched. */
    private final class ColumnLoads {
        private final SourceBuilder body;
        private final Variant variant;
        private final Map<Integer, Value> values = new HashMap<>();

        ColumnLoads(SourceBuilder body, Variant variant) {
            this.body = body;
            this.variant = variant;
        }

        Value load(ColumnReference reference) {
            return values.computeIfAbsent(reference.column(), this::read);
        }

        private Value read(int column) {
            Field field = schema.field(column);
            DataType type = field.type();
            String name = field.name();
            String values = "batch.values(" + column + ")";
            String valid = field.nullable() && !variant.nullFree()
                    ? body.local("boolean", name + "Valid", "batch.column(" + column + ").isValid((int) row)")
                    : Value.ALWAYS;
            return switch (type.physical()) {
                case INT8 ->
                    type instanceof BooleanType
                            ? Values.bool(
                                    body.local("boolean", name, "Columns.getByte(" + values + ", row) != 0"), valid)
                            : Values.integer(
                                    type, body.local("long", name, "Columns.getByte(" + values + ", row)"), valid);
                case INT16 ->
                    Values.integer(type, body.local("long", name, "Columns.getShort(" + values + ", row)"), valid);
                case INT32 ->
                    Values.integer(type, body.local("long", name, "Columns.getInt(" + values + ", row)"), valid);
                case INT64 ->
                    Values.integer(type, body.local("long", name, "Columns.getLong(" + values + ", row)"), valid);
                case FLOAT32 ->
                    Values.floating(type, body.local("float", name, "Columns.getFloat(" + values + ", row)"), valid);
                case FLOAT64 ->
                    Values.floating(type, body.local("double", name, "Columns.getDouble(" + values + ", row)"), valid);
                case INT128 ->
                    Values.wide(
                            type,
                            body.local("long", name, "Columns.getLow(" + values + ", row)"),
                            body.local("long", name + "High", "Columns.getHigh(" + values + ", row)"),
                            valid);
                case VIEW ->
                    Values.bytes(
                            type,
                            body.local(
                                    "long",
                                    name,
                                    valid + " ? Columns.viewAddress(" + values + ", batch.column(" + column
                                            + ").buffers(), row) : -24L"),
                            body.local(
                                    "int", name + "Length", valid + " ? Columns.viewLength(" + values + ", row) : -7"),
                            valid);
            };
        }
    }
}
