package dev.carbide.offheap.row;

import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Where things lie in a row, in bytes from its first, which is a multiple of 8:
 *
 * <pre>
 *   0  int64 slot key: an exact key, a hash, or the prefix of a sort key
 *   8  int64 address of the next row in a chain, 0 for none
 *  16  int32 size of the row, only in layouts with fields of variable length
 *      null bits, 1 = NULL, one per nullable field
 *      fields at natural width and alignment, narrow ones first
 *      bytes of variable length
 * </pre>
 *
 * A field of variable length is an int32 offset from the row's first byte and an int32 length; a NULL one is two zeros.
 * Sizes are multiples of 8. Nothing but the chain is an absolute address.
 */
public final class RowLayout {
    public static final int KEY_OFFSET = 0;
    public static final int NEXT_OFFSET = 8;
    public static final int HEADER_BYTES = 16;
    public static final int SIZE_OFFSET = 16;

    private final DataType[] types;
    private final int[] offsets;
    private final int[] nullBits;
    private final int nullsOffset;
    private final int clearedBytes;
    private final int fixedBytes;
    private final boolean variable;

    private RowLayout(DataType[] types, boolean[] nullable) {
        this.types = types.clone();
        variable = Arrays.stream(types).anyMatch(DataType::isVariableLength);
        nullsOffset = HEADER_BYTES + (variable ? Integer.BYTES : 0);
        nullBits = new int[types.length];
        int bits = 0;
        for (int field = 0; field < types.length; field++) {
            nullBits[field] = nullable[field] ? bits++ : -1;
        }
        int end = nullsOffset + ((bits + 7) >> 3);
        clearedBytes = aligned(end, Long.BYTES);
        offsets = new int[types.length];
        int[] byWidth = IntStream.range(0, types.length)
                .boxed()
                .sorted(Comparator.comparingInt(field -> bytes(types[field])))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int field : byWidth) {
            offsets[field] = aligned(end, alignment(types[field]));
            end = offsets[field] + bytes(types[field]);
        }
        fixedBytes = aligned(end, Long.BYTES);
    }

    /** All fields nullable. */
    public static RowLayout of(DataType... types) {
        boolean[] nullable = new boolean[types.length];
        Arrays.fill(nullable, true);
        return new RowLayout(types, nullable);
    }

    public static RowLayout of(Schema schema) {
        boolean[] nullable = new boolean[schema.size()];
        DataType[] types = new DataType[schema.size()];
        for (int field = 0; field < types.length; field++) {
            Field of = schema.field(field);
            types[field] = of.type();
            nullable[field] = of.nullable();
        }
        return new RowLayout(types, nullable);
    }

    private static int bytes(DataType type) {
        return type.isVariableLength() ? 2 * Integer.BYTES : type.physical().bytes();
    }

    private static int alignment(DataType type) {
        return type.isVariableLength()
                ? Integer.BYTES
                : Math.min(type.physical().bytes(), Long.BYTES);
    }

    private static int aligned(int offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    public int fieldCount() {
        return types.length;
    }

    public DataType type(int field) {
        return types[field];
    }

    /** The field's first byte. */
    public int offset(int field) {
        return offsets[field];
    }

    public boolean isNullable(int field) {
        return nullBits[field] >= 0;
    }

    /** The number of the field's null bit, or -1 if it has none. */
    public int nullBit(int field) {
        return nullBits[field];
    }

    /** The byte that holds the field's null bit. */
    public int nullByteOffset(int field) {
        return nullsOffset + (nullBits[field] >> 3);
    }

    /** The field's null bit within its byte. */
    public int nullMask(int field) {
        return 1 << (nullBits[field] & 7);
    }

    /** The size of everything but the bytes of variable length, a multiple of 8; those begin here. */
    public int fixedBytes() {
        return fixedBytes;
    }

    /** Whether rows can be longer than {@link #fixedBytes()}. */
    public boolean isVariable() {
        return variable;
    }

    /** The first bytes, a multiple of 8, that are zero in a new row: header, size and null bits. */
    public int clearedBytes() {
        return clearedBytes;
    }

    public boolean isNull(long row, int field) {
        return nullBits[field] >= 0 && (RawMemory.getByte(row + nullByteOffset(field)) & nullMask(field)) != 0;
    }

    /** The size of the row at that address. */
    public int rowBytes(long row) {
        return variable ? RawMemory.getInt(row + SIZE_OFFSET) : fixedBytes;
    }
}
