package dev.carbide.kernel.pipeline;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.operators.scan.ColumnRange;
import org.jspecify.annotations.Nullable;

/** Two ranges of one column as one. */
final class RangeIntersection {
    private RangeIntersection() {}

    static ColumnRange of(ColumnRange one, ColumnRange other) {
        boolean lowOfOne = isTighter(one.low(), one.lowInclusive(), other.low(), other.lowInclusive(), 1);
        boolean highOfOne = isTighter(one.high(), one.highInclusive(), other.high(), other.highInclusive(), -1);
        ColumnRange low = lowOfOne ? one : other;
        ColumnRange high = highOfOne ? one : other;
        return new ColumnRange(one.column(), low.low(), low.lowInclusive(), high.high(), high.highInclusive());
    }

    /** @param inwards 1 for lower bounds, -1 for upper ones: the sign of a tighter bound compared with a looser one */
    private static boolean isTighter(
            @Nullable Literal one, boolean oneInclusive, @Nullable Literal other, boolean otherInclusive, int inwards) {
        if (one == null || other == null) {
            return other == null;
        }
        int order = Integer.signum(ConstantOrder.compare(one, other)) * inwards;
        return order == 0 ? !oneInclusive || otherInclusive : order > 0;
    }
}
