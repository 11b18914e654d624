package dev.carbide.kernel.oracle;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Order and equality of boxed values as keys: NaN is one value above all numbers, -0.0 is 0.0, text goes by its bytes. */
final class BoxedOrder {
    private BoxedOrder() {}

    /** Of two values of one type, neither NULL. */
    static int compare(Object left, Object right) {
        return switch (left) {
            case Boolean value -> value.compareTo((Boolean) right);
            case Integer value -> value.compareTo((Integer) right);
            case Long value -> value.compareTo((Long) right);
            case BigDecimal value -> value.compareTo((BigDecimal) right);
            case Float value -> Double.compare(value + 0.0, (Float) right + 0.0);
            case Double value -> Double.compare(value + 0.0, (Double) right + 0.0);
            case String value ->
                Arrays.compareUnsigned(
                        value.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
            case byte[] value -> Arrays.compareUnsigned(value, (byte[]) right);
            default -> throw new IllegalArgumentException("No order of " + left.getClass());
        };
    }

    /** A value that is equal, by {@code equals}, for values that are equal as keys; also shows them in messages. */
    static Object key(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Float number -> number + 0.0f;
            case Double number -> number + 0.0;
            case String text -> "'" + text + "'";
            case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + "'";
            default -> value;
        };
    }

    static List<Object> key(List<@Nullable Object> row) {
        return row.stream().map(BoxedOrder::key).toList();
    }
}
