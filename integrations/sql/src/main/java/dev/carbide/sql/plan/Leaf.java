package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Schema;
import java.util.BitSet;

/** A source of rows of a query block: a table, or a part of the query that is planned by itself. */
interface Leaf {
    /** What messages call it. */
    String name();

    /** All columns; a block refers to them by position. */
    Schema schema();

    /**
     * Offers a condition on the columns.
     *
     * @return whether the leaf applies it from now on; otherwise the block does, above the leaf
     */
    boolean absorb(Expression conjunct);

    /** Expected rows, with the absorbed conditions. */
    RelationFacts facts();

    /** A plan that has at least the needed columns. */
    Planned plan(BitSet needed);
}
