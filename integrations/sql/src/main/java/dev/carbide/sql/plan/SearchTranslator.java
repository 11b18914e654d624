package dev.carbide.sql.plan;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.Sarg;

/** Spells out a search of a value among points and ranges: points as one IN, ranges as comparisons. */
final class SearchTranslator {
    private final Expression value;

    SearchTranslator(Expression value) {
        this.value = value;
    }

    Expression translate(RexLiteral literal) {
        return expand(literal.getValueAs(Sarg.class), literal.getType());
    }

    private <C extends Comparable<C>> Expression expand(Sarg<C> search, RelDataType type) {
        Expression found = search.isComplementedPoints()
                ? Folding.not(ranges(search.rangeSet.complement().asRanges(), type))
                : ranges(search.rangeSet.asRanges(), type);
        if (search.nullAs == RexUnknownAs.UNKNOWN || !value.nullable()) {
            return found;
        }
        return search.nullAs == RexUnknownAs.TRUE
                ? Folding.or(List.of(Folding.call("is_null", value), found))
                : Folding.and(List.of(Folding.call("is_not_null", value), found));
    }

    private <C extends Comparable<C>> Expression ranges(Set<Range<C>> ranges, RelDataType type) {
        List<Literal> points = new ArrayList<>();
        List<Expression> alternatives = new ArrayList<>();
        for (Range<C> range : ranges) {
            if (range.hasLowerBound()
                    && range.hasUpperBound()
                    && range.lowerEndpoint().equals(range.upperEndpoint())) {
                points.add(LiteralTranslator.translate(range.lowerEndpoint(), type));
            } else {
                alternatives.add(range(range, type));
            }
        }
        if (!points.isEmpty()) {
            alternatives.addFirst(Folding.in(value, points));
        }
        return Folding.or(alternatives);
    }

    private <C extends Comparable<C>> Expression range(Range<C> range, RelDataType type) {
        List<Expression> bounds = new ArrayList<>();
        if (range.hasLowerBound()) {
            boolean closed = range.lowerBoundType() == BoundType.CLOSED;
            Literal low = LiteralTranslator.translate(range.lowerEndpoint(), type);
            bounds.add(Comparisons.of(closed ? "greater_or_equal" : "greater", value, low));
        }
        if (range.hasUpperBound()) {
            boolean closed = range.upperBoundType() == BoundType.CLOSED;
            Literal high = LiteralTranslator.translate(range.upperEndpoint(), type);
            bounds.add(Comparisons.of(closed ? "less_or_equal" : "less", value, high));
        }
        return bounds.isEmpty() ? Scalars.TRUE : Folding.and(bounds);
    }
}
