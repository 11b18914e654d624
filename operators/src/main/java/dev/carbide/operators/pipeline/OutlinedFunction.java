package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Evaluation;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionGen;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.ExpressionProperties.Cost;
import dev.carbide.codegen.expression.FailureKind;
import dev.carbide.codegen.expression.Range;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.interpret.Interpreter;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Part of an expression that is too large for one method, as a function of the columns it reads: its code is a method of
 * the generated class, called for each row that needs it, where the part would have stood. One per version of a loop.
 */
final class OutlinedFunction implements ScalarFunction {
    private static final int CALL_BYTES = 16;
    private static final int ARGUMENT_BYTES = 4;

    private final PipelineClass cls;
    private final ExpressionGen.Variant variant;
    private final Call part;
    private final List<ColumnReference> columns;
    private @Nullable Outlined outlined;

    /** The method, and the shape of what it returns. */
    private record Outlined(String method, Value result) {}

    /** Where methods leave what does not fit their result; read at once. */
    private record Leftovers(String valid, String length) {
        static Leftovers of(PipelineClass cls) {
            return cls.builder()
                    .attached(
                            Leftovers.class,
                            builder -> new Leftovers(
                                    cls.field("boolean", "partValid", "of the part computed last"),
                                    cls.field("int", "partLength", "of the part computed last")));
        }
    }

    OutlinedFunction(PipelineClass cls, ExpressionGen.Variant variant, Call part) {
        this.cls = cls;
        this.variant = variant;
        this.part = part;
        Map<Integer, ColumnReference> distinct = new java.util.TreeMap<>();
        ExpressionProperties.forEachColumn(part, reference -> distinct.put(reference.column(), reference));
        this.columns = List.copyOf(distinct.values());
    }

    /** A call that stands for the part. */
    Call call() {
        EvalMode mode = ExpressionProperties.canRaise(part) ? EvalMode.ANSI : EvalMode.TRY;
        return new Call(this, List.copyOf(columns), part.type(), part.nullable(), mode);
    }

    int callBytes() {
        return CALL_BYTES + ARGUMENT_BYTES * columns.size();
    }

    @Override
    public String name() {
        return "part";
    }

    @Override
    public DataType resolveType(TypeCheck arguments, @Nullable DataType requested) {
        return arguments.result(requested, part.type());
    }

    @Override
    public FailureKind failure(List<Expression> arguments, DataType type) {
        return ExpressionProperties.canRaise(part) ? FailureKind.POSSIBLE : FailureKind.NEVER;
    }

    @Override
    public boolean nullable(List<Expression> arguments, DataType type, EvalMode mode) {
        return part.nullable();
    }

    @Override
    public boolean isExpensive(Call call) {
        return ExpressionProperties.cost(part) == Cost.EXPENSIVE;
    }

    @Override
    public boolean isDeterministic() {
        return ExpressionProperties.isDeterministic(part);
    }

    @Override
    public @Nullable Object interpret(Call call, Evaluation arguments) {
        Map<Integer, Object> values = new HashMap<>();
        for (int index = 0; index < columns.size(); index++) {
            values.put(columns.get(index).column(), arguments.evaluate(call.argument(index)));
        }
        return Interpreter.evaluate(part, values::get);
    }

    @Override
    public Range range(Call call, List<Range> arguments) {
        return Range.of(part.type().bounds());
    }

    @Override
    public String describe(List<String> arguments, DataType type) {
        return "part(" + String.join(", ", arguments) + ")";
    }

    @Override
    public String holds(Call call, boolean wanted, Emission emission) {
        return Values.holds(emission.generate(call), wanted);
    }

    @Override
    public Value generate(Call call, Emission emission) {
        List<Value> values = call.arguments().stream().map(emission::generate).toList();
        if (outlined == null) {
            outlined = outline(values);
        }
        List<String> arguments = new ArrayList<>();
        for (Value value : values) {
            arguments.add(value.code());
            if (value.second() != null) {
                arguments.add(value.second());
            }
            if (!value.alwaysValid()) {
                arguments.add(value.valid());
            }
        }
        return read(outlined, outlined.method() + "(" + String.join(", ", arguments) + ")", emission);
    }

    private Value read(Outlined from, String invocation, Emission emission) {
        Value result = from.result();
        if (result.shape() == Shape.BOOL) {
            String code = emission.local("int", "part", invocation);
            return Values.bool(code + " == 1", result.alwaysValid() ? Value.ALWAYS : code + " != 2");
        }
        Leftovers leftovers = Leftovers.of(cls);
        String code = emission.local(javaType(result.shape()), "part", invocation);
        String length = result.shape() == Shape.BYTES ? emission.local("int", "partLength", leftovers.length()) : null;
        String valid = result.alwaysValid() ? Value.ALWAYS : emission.local("boolean", "partValid", leftovers.valid());
        return new Value(result.type(), result.shape(), code, length, valid);
    }

    private Outlined outline(List<Value> arguments) {
        List<String> parameters = new ArrayList<>();
        for (int index = 0; index < arguments.size(); index++) {
            Value argument = arguments.get(index);
            String stem = columns.get(index).name();
            parameters.add(javaType(argument.shape()) + " " + stem);
            if (argument.second() != null) {
                parameters.add(argument.shape() == Shape.BYTES ? "int " + stem + "Length" : "long " + stem + "High");
            }
            if (!argument.alwaysValid()) {
                parameters.add("boolean " + stem + "Valid");
            }
        }
        String returned = part.type().equals(DataType.BOOLEAN) ? "int" : javaType(Values.shapeOf(part.type()));
        MethodBuilder method =
                cls.method(returned, "part", "part of an expression, for one row", parameters.toArray(String[]::new));
        SourceBuilder out = method.body();
        Map<Integer, Value> values = new HashMap<>();
        int parameter = 0;
        for (int index = 0; index < arguments.size(); index++) {
            Value argument = arguments.get(index);
            String code = method.parameter(parameter++);
            String second = argument.second() == null ? null : method.parameter(parameter++);
            String valid = argument.alwaysValid() ? Value.ALWAYS : method.parameter(parameter++);
            values.put(columns.get(index).column(), new Value(argument.type(), argument.shape(), code, second, valid));
        }
        ExpressionGen generator = new ExpressionGen(
                cls.builder(), out, out.names(), reference -> values.get(reference.column()), variant);
        Value generated = generator.generate(part);
        Value result = part.nullable() ? generated : Values.withValid(generated, Value.ALWAYS);
        emitReturn(result, out);
        return new Outlined(method.name(), result);
    }

    private void emitReturn(Value result, SourceBuilder out) {
        if (result.shape() == Shape.BOOL) {
            String code = "(" + result.code() + ") ? 1 : 0";
            out.line("return " + (result.alwaysValid() ? code : "!(" + result.valid() + ") ? 2 : " + code) + ";");
            return;
        }
        Leftovers leftovers = Leftovers.of(cls);
        if (result.shape() == Shape.BYTES) {
            out.line(leftovers.length() + " = " + result.second() + ";");
        }
        if (!result.alwaysValid()) {
            out.line(leftovers.valid() + " = " + result.valid() + ";");
        }
        out.line("return " + result.code() + ";");
    }

    private static String javaType(Shape shape) {
        return switch (shape) {
            case BOOL -> "boolean";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case INT, WIDE, BYTES -> "long";
        };
    }
}
