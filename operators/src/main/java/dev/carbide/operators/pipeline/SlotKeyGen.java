package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.BooleanType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Emits the slot key of a list of key values, and the comparing of keys where a slot key is only a hash. */
final class SlotKeyGen {
    private static final String HASH_OF_NULL = "0x5851F42D4C957F2DL";

    private SlotKeyGen() {}

    /** A Java expression for the slot key; emits locals as needed. */
    static String slotKey(SourceBuilder out, KeyShape shape, List<Value> keys) {
        if (shape.isPlainValue()) {
            return integral(keys.getFirst());
        }
        return shape.exact() ? packed(out, shape, keys) : hashed(out, null, keys);
    }

    /**
     * Puts more keys into a slot key that is a hash.
     *
     * @param before the hash of the keys before these; null if these are the first
     */
    static String hashed(SourceBuilder out, @Nullable String before, List<Value> keys) {
        String hash = before;
        for (Value key : keys) {
            String code = hash(key);
            if (!key.alwaysValid()) {
                code = "(" + key.valid() + " ? " + code + " : " + HASH_OF_NULL + ")";
            }
            hash = out.local("long", "hash", hash == null ? code : "Hash.combine(" + hash + ", " + code + ")");
        }
        return hash;
    }

    private static String packed(SourceBuilder out, KeyShape shape, List<Value> keys) {
        String packed = out.variable("long", "packed", "0L");
        for (int index = 0; index < keys.size(); index++) {
            Value key = keys.get(index);
            int bits = shape.bits()[index];
            String mask = bits == Long.SIZE ? "" : " & " + ((1L << bits) - 1) + "L";
            String value = "(" + integral(key) + mask + ")";
            if (shape.nullBits()[index] && !key.alwaysValid()) {
                value = "(" + key.valid() + " ? " + value + " : " + (1L << bits) + "L)";
            }
            int width = bits + (shape.nullBits()[index] ? 1 : 0);
            String shifted = width == Long.SIZE || index == 0 ? "" : packed + " << " + width + " | ";
            out.line(packed + " = " + shifted + value + ";");
        }
        return packed;
    }

    private static String hash(Value key) {
        return switch (TupleLoop.shape(key.type())) {
            case INT, BOOL -> "Hash.mix(" + integral(key) + ")";
            case FLOAT, DOUBLE -> "Hash.ofDouble(" + key.code() + ")";
            case WIDE -> "Hash.combine(Hash.mix(" + key.code() + "), " + RowFields.high(key) + ")";
            case BYTES -> "Hash.ofBytes(" + key.code() + ", " + key.second() + ")";
        };
    }

    private static String integral(Value key) {
        return key.type() instanceof BooleanType ? "(" + key.code() + " ? 1L : 0L)" : key.code();
    }

    /** A Java condition: the two lists of keys are equal, NULL equal to NULL. */
    static String equal(List<Value> left, List<Value> right) {
        List<String> conditions = new ArrayList<>();
        for (int index = 0; index < left.size(); index++) {
            conditions.add(equal(left.get(index), right.get(index)));
        }
        return String.join(" && ", conditions);
    }

    private static String equal(Value left, Value right) {
        String same = sameValue(left, right);
        if (left.alwaysValid() && right.alwaysValid()) {
            return same;
        }
        return "(" + left.valid() + " ? " + right.valid() + " && " + same + " : !" + right.valid() + ")";
    }

    private static String sameValue(Value left, Value right) {
        return switch (TupleLoop.shape(left.type())) {
            case INT, BOOL -> left.code() + " == " + right.code();
            case FLOAT, DOUBLE -> "Hash.sameDouble(" + left.code() + ", " + right.code() + ")";
            case WIDE ->
                "(" + left.code() + " == " + right.code() + " && " + RowFields.high(left) + " == "
                        + RowFields.high(right) + ")";
            case BYTES ->
                "(" + left.second() + " == " + right.second() + " && RawMemory.equal(" + left.code() + ", "
                        + right.code() + ", " + left.second() + "))";
        };
    }

    static boolean isBytes(Value value) {
        return value.shape() == Shape.BYTES;
    }
}
