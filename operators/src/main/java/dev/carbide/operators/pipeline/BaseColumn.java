package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.Field;

/**
 * A column that generated loops of one pipeline can read: projections are inlined, so every expression of a pipeline is
 * over these. Numbered in the order in which they come into being.
 */
sealed interface BaseColumn {
    /** Position among the pipeline's base columns; what {@link ColumnReference#column()} means inside the pipeline. */
    int id();

    Field field();

    default ColumnReference reference() {
        return new ColumnReference(id(), field().name(), field().type(), field().nullable());
    }

    /** Column {@code column} of the batch. */
    record Scanned(int id, Field field, int column) implements BaseColumn {}

    /**
     * A field of the build row that probe number {@code probe} (from 1) has matched; {@code slot} is -1 where the row's
     * slot key is the value itself.
     */
    record Built(int id, Field field, int probe, RowLayout layout, int slot) implements BaseColumn {}

    /**
     * A BOOLEAN per entry of the dictionary of scanned column {@code of}, computed once per dictionary into the generated
     * field {@code table}.
     */
    record PerEntry(int id, Field field, Scanned of, String table) implements BaseColumn {}
}
