package dev.carbide.operators.scan;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.type.Bounds;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A necessary condition on one column: a row outside the range (or NULL in that column) will be dropped later anyway, so
 * a source may skip blocks that hold no such row. A source need not look at it.
 *
 * @param column position in {@link ScanRequest#columns()}
 * @param low lower bound of the column's type, null for none
 * @param high upper bound of the column's type, null for none
 */
public record ColumnRange(
        int column,
        @Nullable Literal low,
        boolean lowInclusive,
        @Nullable Literal high,
        boolean highInclusive) {
    /** False only if no value within these bounds is within the range. */
    public boolean overlaps(Bounds bounds) {
        if (!bounds.fitsLong()) {
            return true;
        }
        OptionalLong least = asLong(low);
        OptionalLong most = asLong(high);
        boolean below = least.isPresent()
                && (lowInclusive ? bounds.max() < least.getAsLong() : bounds.max() <= least.getAsLong());
        boolean above = most.isPresent()
                && (highInclusive ? bounds.min() > most.getAsLong() : bounds.min() >= most.getAsLong());
        return !below && !above;
    }

    /** The literal as the long that columns of its type hold; empty if there is none. */
    private static OptionalLong asLong(@Nullable Literal literal) {
        return switch (literal == null ? null : literal.value()) {
            case Long number -> OptionalLong.of(number);
            case Integer days -> OptionalLong.of(days);
            case Boolean bool -> OptionalLong.of(bool ? 1 : 0);
            case BigDecimal number
            when number.unscaledValue().bitLength() < Long.SIZE ->
                OptionalLong.of(number.unscaledValue().longValue());
            case null, default -> OptionalLong.empty();
        };
    }
}
