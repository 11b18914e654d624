package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.FloatingType;
import java.util.List;

/**
 * How a list of keys becomes the 64-bit slot key of a hash table. Exact: the bits of all keys, with a null bit each where
 * NULL is a value, fit 64 bits, so that equal slot keys mean equal keys. Otherwise the slot key is a hash and keys must be
 * compared.
 *
 * @param exact whether slot keys decide equality
 * @param bits width of each key's value in an exact slot key
 * @param nullBits whether each key has a null bit above its value
 */
record KeyShape(boolean exact, int[] bits, boolean[] nullBits) {
    /** @param nullsAreKeys false when tuples with a NULL key are dropped before (joins) */
    static KeyShape of(List<Expression> keys, boolean nullsAreKeys) {
        int[] bits = new int[keys.size()];
        boolean[] nullBits = new boolean[keys.size()];
        int total = 0;
        boolean integral = true;
        for (int index = 0; index < bits.length; index++) {
            Expression key = keys.get(index);
            nullBits[index] = nullsAreKeys && key.nullable();
            bits[index] = bits(key.type());
            integral &= bits[index] > 0;
            total += bits[index] + (nullBits[index] ? 1 : 0);
        }
        return new KeyShape(integral && total <= Long.SIZE, bits, nullBits);
    }

    private static int bits(DataType type) {
        return switch (type) {
            case BooleanType ignored -> 1;
            case FloatingType ignored -> 0;
            default -> type.physical().isIntegral() ? type.physical().bytes() * Byte.SIZE : 0;
        };
    }

    /** Whether the slot key is the one key's value as it is. */
    boolean isPlainValue() {
        return exact && bits.length == 1 && !nullBits[0];
    }
}
