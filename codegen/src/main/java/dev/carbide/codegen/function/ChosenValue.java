package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.offheap.type.DataType;
import org.jspecify.annotations.Nullable;

/** Locals that several branches of generated code assign one value to. NULL until one does. */
final class ChosenValue {
    private final DataType type;
    private final Shape shape;
    private final Emission out;
    private final String code;
    private final @Nullable String second;
    private final String valid;

    /** @param fitsLong whether a wide number is proved to fit a long in all branches */
    ChosenValue(DataType type, boolean fitsLong, String stem, Emission out) {
        this.type = type;
        this.shape = shapeOf(type, fitsLong);
        this.out = out;
        Value none = Values.nullOf(type);
        code = out.variable(javaType(shape), stem, none.code());
        second = switch (shape) {
            case WIDE -> out.variable("long", stem + "High", "0L");
            case BYTES -> out.variable("int", stem + "Length", "0");
            default -> null;
        };
        valid = out.variable("boolean", stem + "Valid", Values.NEVER);
    }

    void assign(Value value) {
        out.line(code + " = " + value.code() + ";");
        if (second != null) {
            out.line(second + " = " + secondOf(value, shape) + ";");
        }
        out.line(valid + " = " + value.valid() + ";");
    }

    String valid() {
        return valid;
    }

    Value value() {
        return new Value(type, shape, code, second, valid);
    }

    /** The value that a Java condition chooses, without a branch of statements. */
    static Value ternary(String condition, Value chosen, Value otherwise, boolean fitsLong, Emission out, String stem) {
        Shape shape = shapeOf(chosen.type(), fitsLong);
        String test = Values.parenthesized(condition) + " ? ";
        String code = out.local(javaType(shape), stem, test + chosen.code() + " : " + otherwise.code());
        String second = switch (shape) {
            case WIDE ->
                out.local("long", stem + "High", test + secondOf(chosen, shape) + " : " + secondOf(otherwise, shape));
            case BYTES ->
                out.local("int", stem + "Length", test + secondOf(chosen, shape) + " : " + secondOf(otherwise, shape));
            default -> null;
        };
        String valid = chosen.valid().equals(otherwise.valid())
                ? chosen.valid()
                : out.local("boolean", stem + "Valid", test + chosen.valid() + " : " + otherwise.valid());
        return new Value(chosen.type(), shape, code, second, valid);
    }

    static Shape shapeOf(DataType type, boolean fitsLong) {
        Shape shape = Values.shapeOf(type);
        return shape == Shape.WIDE && fitsLong ? Shape.INT : shape;
    }

    private static String secondOf(Value value, Shape shape) {
        return shape == Shape.WIDE ? Values.high(value) : Values.second(value);
    }

    static String javaType(Shape shape) {
        return switch (shape) {
            case BOOL -> "boolean";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case INT, WIDE, BYTES -> "long";
        };
    }
}
