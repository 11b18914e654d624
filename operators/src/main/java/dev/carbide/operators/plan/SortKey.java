package dev.carbide.operators.plan;

import dev.carbide.codegen.expression.Expression;

/** One key of an order. NULL placement is explicit; NaN sorts above every number; strings sort by unsigned bytes. */
public record SortKey(Expression expression, boolean ascending, boolean nullsFirst) {
    @Override
    public String toString() {
        return expression + (ascending ? "" : " DESC") + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }
}
