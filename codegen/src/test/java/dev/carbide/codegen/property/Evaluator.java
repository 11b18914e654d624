package dev.carbide.codegen.property;

import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.StringType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Superclass of the generated classes of these tests: runs one of their loops over one row and keeps what it leaves. */
public abstract class Evaluator {
    private boolean valid;
    private long first;
    private long second;
    private double floating;
    private boolean truth;
    private byte[] bytes = new byte[0];

    /** Runs loop {@code loop} on one row. */
    public abstract void run(int loop, Batch batch, long row);

    /** The narrow guard of expression {@code expression}. */
    public abstract boolean guard(int expression, Batch batch);

    protected final void leaveInt(boolean valid, long value) {
        leaveWide(valid, value, value >> 63);
    }

    protected final void leaveWide(boolean valid, long low, long high) {
        this.valid = valid;
        first = low;
        second = high;
    }

    protected final void leaveFloating(boolean valid, double value) {
        this.valid = valid;
        floating = value;
    }

    protected final void leaveBool(boolean valid, boolean value) {
        this.valid = valid;
        truth = value;
    }

    protected final void leaveBytes(boolean valid, long address, int length) {
        this.valid = valid;
        if (valid) {
            bytes = new byte[length];
            RawMemory.copyToHeap(address, bytes, 0, length);
        }
    }

    /** The value left by the last run, boxed. */
    @Nullable
    Object result(DataType type, Shape shape) {
        if (!valid) {
            return null;
        }
        return switch (shape) {
            case BOOL -> truth;
            case FLOAT -> (float) floating;
            case DOUBLE -> floating;
            case BYTES -> type instanceof StringType ? (Object) new String(bytes, StandardCharsets.UTF_8) : bytes;
            case INT, WIDE -> exact(type);
        };
    }

    private Object exact(DataType type) {
        BigInteger value = BoxedValues.int128(first, second);
        return switch (type) {
            case DecimalType decimal -> new BigDecimal(value, decimal.scale());
            case DateType ignored -> value.intValueExact();
            default -> value.longValueExact();
        };
    }
}
