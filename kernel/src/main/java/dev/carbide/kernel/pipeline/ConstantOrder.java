package dev.carbide.kernel.pipeline;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.error.CarbideInternalException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The order that comparisons give to constants, none of them NULL, of one type or both exact numbers. */
final class ConstantOrder {
    private ConstantOrder() {}

    static int compare(Literal left, Literal right) {
        Object one = left.value();
        Object other = right.value();
        return switch (one) {
            case Boolean value when other instanceof Boolean that -> value.compareTo(that);
            case Long value when other instanceof Long that -> value.compareTo(that);
            case Long value
            when other instanceof BigDecimal that -> BigDecimal.valueOf(value).compareTo(that);
            case BigDecimal value when other instanceof Long that -> value.compareTo(BigDecimal.valueOf(that));
            case Integer value when other instanceof Integer that -> value.compareTo(that);
            case Float value when other instanceof Float that -> Float.compare(value + 0.0f, that + 0.0f);
            case Double value when other instanceof Double that -> Double.compare(value + 0.0, that + 0.0);
            case BigDecimal value when other instanceof BigDecimal that -> value.compareTo(that);
            case String value when other instanceof String that -> Arrays.compareUnsigned(bytes(value), bytes(that));
            case byte[] value when other instanceof byte[] that -> Arrays.compareUnsigned(value, that);
            case null, default -> throw incomparable(left, right);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CarbideInternalException incomparable(@Nullable Object left, @Nullable Object right) {
        return new CarbideInternalException("Constants " + left + " and " + right + " have no common order");
    }
}
