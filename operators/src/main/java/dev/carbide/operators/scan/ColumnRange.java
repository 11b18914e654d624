package dev.carbide.operators.scan;

import dev.carbide.codegen.expression.Literal;
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
        boolean highInclusive) {}
