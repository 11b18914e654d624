package dev.carbide.codegen.expression;

import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.runtime.Bindable;
import dev.carbide.codegen.runtime.InstanceResources;
import dev.carbide.codegen.runtime.ScratchBytes;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.StringType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How generated code evaluates a call of a function that declares no code of its own: arguments and result go boxed
 * through its interpretation. One object per instance of the generated class; used by one thread at a time.
 */
public final class InterpretedCall implements Bindable {
    private final Call call;
    private final ScratchBytes scratch;
    private final @Nullable Object[] values;
    private @Nullable Object result;
    private BigInteger exact = BigInteger.ZERO;

    private InterpretedCall(Call call, ScratchBytes scratch) {
        this.call = call;
        this.scratch = scratch;
        this.values = new Object[call.arguments().size()];
    }

    static Value generate(Call call, Emission out) {
        List<Value> arguments = call.arguments().stream().map(out::generate).toList();
        String name = call.function().name();
        String site = out.constant(
                InterpretedCall.class,
                name + "Call",
                call,
                () -> new InterpretedCall(call, ScratchBytes.unbound()),
                "call of " + name,
                call.toString());
        for (int index = 0; index < arguments.size(); index++) {
            Value value = arguments.get(index);
            String second = value.second() == null ? "" : ", " + value.second();
            String method = value.shape() == Shape.BYTES ? "setBytes" : "set";
            out.line(site + "." + method + "(" + index + ", " + value.valid() + ", " + value.code() + second + ");");
        }
        String valid = out.local("boolean", name + "Valid", site + ".evaluate()");
        return result(call.type(), site, name, valid, out);
    }

    private static Value result(DataType type, String site, String name, String valid, Emission out) {
        return switch (Values.shapeOf(type)) {
            case BOOL -> Values.bool(out.local("boolean", name, site + ".truth()"), valid);
            case INT -> Values.integer(type, out.local("long", name, site + ".low()"), valid);
            case FLOAT -> Values.floating(type, out.local("float", name, "(float) " + site + ".floating()"), valid);
            case DOUBLE -> Values.floating(type, out.local("double", name, site + ".floating()"), valid);
            case WIDE ->
                Values.wide(
                        type,
                        out.local("long", name, site + ".low()"),
                        out.local("long", name + "High", site + ".high()"),
                        valid);
            case BYTES ->
                Values.bytes(
                        type,
                        out.local("long", name, site + ".address()"),
                        out.local("int", name + "Length", site + ".length()"),
                        valid);
        };
    }

    @Override
    public Object bind(InstanceResources resources) {
        return new InterpretedCall(call, resources.scratch());
    }

    public void set(int argument, boolean valid, long value) {
        values[argument] = valid ? boxed(call.argument(argument).type(), BigInteger.valueOf(value)) : null;
    }

    public void set(int argument, boolean valid, long low, long high) {
        values[argument] = valid ? boxed(call.argument(argument).type(), BoxedValues.int128(low, high)) : null;
    }

    public void set(int argument, boolean valid, boolean value) {
        values[argument] = valid ? value : null;
    }

    public void set(int argument, boolean valid, float value) {
        values[argument] = valid ? value : null;
    }

    public void set(int argument, boolean valid, double value) {
        values[argument] = valid ? value : null;
    }

    public void setBytes(int argument, boolean valid, long address, int length) {
        values[argument] = valid ? text(call.argument(argument).type(), address, length) : null;
    }

    /** Whether the result is valid. */
    public boolean evaluate() {
        result = call.function().interpret(call, this::value);
        if (result == null) {
            exact = BigInteger.ZERO;
            scratch.result(0, 0);
            return false;
        }
        switch (call.type().physical()) {
            case VIEW -> writeBytes(result);
            case FLOAT32, FLOAT64 -> exact = BigInteger.ZERO;
            default -> exact = call.type() instanceof BooleanType ? BigInteger.ZERO : exact(result);
        }
        return true;
    }

    public boolean truth() {
        return Boolean.TRUE.equals(result);
    }

    public long low() {
        return exact.longValue();
    }

    public long high() {
        return exact.shiftRight(Long.SIZE).longValue();
    }

    public double floating() {
        return result instanceof Number number ? number.doubleValue() : 0;
    }

    public long address() {
        return scratch.address();
    }

    public int length() {
        return scratch.length();
    }

    private @Nullable Object value(Expression argument) {
        return values[call.arguments().indexOf(argument)];
    }

    private static Object boxed(DataType type, BigInteger value) {
        return switch (type) {
            case DecimalType decimal -> new BigDecimal(value, decimal.scale());
            case DateType ignored -> value.intValueExact();
            default -> value.longValueExact();
        };
    }

    private static Object text(DataType type, long address, int length) {
        byte[] bytes = new byte[length];
        RawMemory.copyToHeap(address, bytes, 0, length);
        return type instanceof StringType ? new String(bytes, StandardCharsets.UTF_8) : bytes;
    }

    private static BigInteger exact(Object value) {
        return value instanceof BigDecimal decimal
                ? decimal.unscaledValue()
                : BigInteger.valueOf(((Number) value).longValue());
    }

    private void writeBytes(Object value) {
        byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        long address = scratch.allocate(Math.max(bytes.length, 1));
        RawMemory.copyFromHeap(bytes, 0, address, bytes.length);
        scratch.result(address, bytes.length);
    }
}
