package dev.carbide.bridges.record;

import java.math.BigInteger;

/** How a record says that a field is NULL. */
sealed interface NullRule {
    NullRule NEVER = new Never();
    NullRule EMPTY = new Empty();
    NullRule NEGATIVE_LENGTH = new NegativeLength();

    /** It cannot. */
    record Never() implements NullRule {}

    /** A value of its own, for integral types. */
    record Sentinel(long value) implements NullRule {}

    /** A value of its own, for binary numbers; NaN stands for each NaN. */
    record FloatingSentinel(double value) implements NullRule {}

    /** A value of its own, for numbers of 128 bits. */
    record WideSentinel(BigInteger value) implements NullRule {}

    /** A bit in a byte of the record that is 1 for NULL. */
    record Bit(int offset, int mask) implements NullRule {}

    /** No bytes but padding. */
    record Empty() implements NullRule {}

    /** A length of -1. */
    record NegativeLength() implements NullRule {}
}
