package dev.carbide.codegen.runtime;

import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * One call in an expression, as its failures name it. The methods that make exceptions take the arguments boxed by the
 * {@code value} methods of this site; they are called on the failing path only.
 */
public final class EvaluationSite {
    private static final int LONGEST_VALUE = 100;

    private final String expression;
    private final List<DataType> arguments;
    private final DataType type;

    public EvaluationSite(String expression, List<DataType> arguments, DataType type) {
        this.expression = expression;
        this.arguments = List.copyOf(arguments);
        this.type = type;
    }

    /** The result does not fit its type. */
    public EvaluationException overflow(Object... values) {
        return failure("Result does not fit " + type, values);
    }

    public EvaluationException divisionByZero(Object... values) {
        return failure("Division by zero", values);
    }

    public EvaluationException invalidCast(Object... values) {
        return failure("Invalid value for " + type, values);
    }

    /** A value that the function does not take. */
    public EvaluationException invalidArgument(Object... values) {
        return failure("Invalid argument", values);
    }

    private EvaluationException failure(String rule, Object[] values) {
        StringBuilder message = new StringBuilder(rule).append(" in ").append(expression);
        for (int index = 0; index < values.length; index++) {
            message.append(index == 0 ? " for " : ", ").append(values[index]);
        }
        return new EvaluationException(message.toString());
    }

    /** The text of a boxed argument as the interpreter has it. */
    public Object value(int argument, Object boxed) {
        return switch (arguments.get(argument)) {
            case DateType ignored -> TextWriter.dateText((Integer) boxed);
            case TimestampType ignored -> TextWriter.timestampText((Long) boxed);
            case DecimalType ignored -> ((BigDecimal) boxed).toPlainString();
            case StringType ignored -> quoted((String) boxed);
            case BinaryType ignored -> HexFormat.of().formatHex((byte[]) boxed);
            default -> boxed.toString();
        };
    }

    public Object value(int argument, long value) {
        return switch (arguments.get(argument)) {
            case DateType ignored -> TextWriter.dateText(value);
            case TimestampType ignored -> TextWriter.timestampText(value);
            case DecimalType decimal ->
                BigDecimal.valueOf(value, decimal.scale()).toPlainString();
            case BooleanType ignored -> value != 0;
            default -> value;
        };
    }

    public Object value(int argument, long low, long high) {
        BigInteger unscaled = BigInteger.valueOf(high).shiftLeft(64).add(Int128.unsigned(low));
        return new BigDecimal(unscaled, ((DecimalType) arguments.get(argument)).scale()).toPlainString();
    }

    public Object value(int argument, boolean value) {
        return value;
    }

    public Object value(int argument, float value) {
        return value;
    }

    public Object value(int argument, double value) {
        return value;
    }

    public Object bytes(int argument, long address, int length) {
        byte[] bytes = new byte[Math.min(length, LONGEST_VALUE * 4)];
        RawMemory.copyToHeap(address, bytes, 0, bytes.length);
        return arguments.get(argument) instanceof StringType
                ? quoted(new String(bytes, StandardCharsets.UTF_8))
                : HexFormat.of().formatHex(bytes);
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…") + "'";
    }
}
