package dev.carbide.operators.runtime;

import dev.carbide.offheap.type.DataType;

/**
 * One running value of a group.
 *
 * @param type of the argument
 * @param slot the field of the group row that holds it
 */
public record Accumulator(Kind kind, DataType type, int slot) {
    /** What it does with a value. */
    public enum Kind {
        /** Counts rows. */
        COUNT,
        /** Counts values that are not NULL. */
        COUNT_VALID,
        /** Sums integers or decimals in 128 bits. */
        SUM,
        /** Sums floats as FLOAT64. */
        SUM_FLOAT,
        /** Keeps the smallest; strings as {address, length} of a copy, address 0 for none yet. */
        MIN,
        /** Keeps the largest; strings as {address, length} of a copy, address 0 for none yet. */
        MAX
    }
}
