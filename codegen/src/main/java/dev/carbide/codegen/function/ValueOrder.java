package dev.carbide.codegen.function;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of boxed values of one type (integers and decimals may mix): NaN is the largest number, text goes by UTF-8 bytes. */
final class ValueOrder {
    private ValueOrder() {}

    static int compare(Object left, Object right) {
        return switch (left) {
            case Boolean value -> value.compareTo((Boolean) right);
            case Integer value -> value.compareTo((Integer) right);
            case Float value -> compare(value.doubleValue(), ((Float) right).doubleValue());
            case Double value -> compare(value.doubleValue(), ((Double) right).doubleValue());
            case String value ->
                Arrays.compareUnsigned(
                        value.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
            case byte[] value -> Arrays.compareUnsigned(value, (byte[]) right);
            default -> ExactNumbers.decimal(left).compareTo(ExactNumbers.decimal(right));
        };
    }

    private static int compare(double left, double right) {
        return left == right ? 0 : Double.compare(left, right);
    }

    static boolean equal(Object left, Object right) {
        return compare(left, right) == 0;
    }

    /** A key that is equal for values that compare as equal. */
    static Object key(Object value) {
        return switch (value) {
            case Float number -> number == 0 ? (Object) 0.0f : number;
            case Double number -> number == 0 ? (Object) 0.0 : number;
            case BigDecimal number -> number.stripTrailingZeros();
            case Long number -> BigDecimal.valueOf(number).stripTrailingZeros();
            case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
            default -> value;
        };
    }
}
