package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;

/** A typed scalar expression over the columns of one relation. Immutable, compared by structure. */
public sealed interface Expression permits ColumnReference, Literal, Call {
    DataType type();

    /** Whether the result can be NULL for non-raising input. */
    boolean nullable();
}
