package dev.carbide.codegen.expression;

/**
 * Where the columns of the current row come from: supplied by the operator whose loop is being generated. Emits what it
 * needs (at most once per column and loop) into the loop body and returns the value.
 */
@FunctionalInterface
public interface ColumnAccess {
    Value column(ColumnReference reference);
}
