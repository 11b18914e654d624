package dev.carbide.kernel.oracle;

import dev.carbide.codegen.expression.ColumnReference;

/**
 * A column that a random expression may use.
 *
 * @param summable floating numbers whose sum does not depend on the order of additions
 * @param determined never one of several values that are equal as keys, as -0.0 and 0.0 are
 */
record RandomColumn(ColumnReference reference, boolean summable, boolean determined) {}
