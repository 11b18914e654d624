package dev.carbide.bridges.record;

import dev.carbide.bridges.record.RecordField.Form;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.FloatingType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes records of one length. Fields may overlap and stand in any order; their order here is that of the table's
 * columns. Each method throws {@link CarbideException} for a field that does not fit. Not thread-safe.
 */
public final class RecordLayoutBuilder {
    private final int recordBytes;
    private final List<RecordField> fields = new ArrayList<>();

    RecordLayoutBuilder(int recordBytes) {
        if (recordBytes < 1) {
            throw new CarbideException("A record has at least one byte, got " + recordBytes);
        }
        this.recordBytes = recordBytes;
    }

    /** A value at the width of its type; DECIMAL is the number without its point, in 8 or 16 bytes. */
    public RecordLayoutBuilder field(String name, DataType type, int offset) {
        return fixed(Field.required(name, type), offset, NullRule.NEVER);
    }

    /** As {@link #field}, for integral types, where one value stands for NULL. */
    public RecordLayoutBuilder nullable(String name, DataType type, int offset, long nullValue) {
        requireFixed(name, type);
        return switch (type) {
            case FloatingType floating -> nullable(name, floating, offset, (double) nullValue);
            case DecimalType decimal
            when decimal.isWide() -> nullable(name, decimal, offset, BigInteger.valueOf(nullValue));
            default -> {
                requireNullValue(name, type, nullValue);
                yield fixed(Field.optional(name, type), offset, new NullRule.Sentinel(nullValue));
            }
        };
    }

    /** As {@link #field}, where one value stands for NULL; NaN stands for every NaN. */
    public RecordLayoutBuilder nullable(String name, FloatingType type, int offset, double nullValue) {
        return fixed(Field.optional(name, type), offset, new NullRule.FloatingSentinel(nullValue));
    }

    /** As {@link #field}, where one number without its point stands for NULL. */
    public RecordLayoutBuilder nullable(String name, DecimalType type, int offset, BigInteger nullValue) {
        int bits = type.physical().bytes() * Byte.SIZE;
        if (nullValue.bitLength() >= bits) {
            throw new CarbideException(
                    "NULL of field " + name + " must be a number of " + bits + " bits, got " + nullValue);
        }
        NullRule rule = type.isWide()
                ? new NullRule.WideSentinel(nullValue)
                : new NullRule.Sentinel(nullValue.longValueExact());
        return fixed(Field.optional(name, type), offset, rule);
    }

    /**
     * An integer without sign in 1, 2, 4 or 8 bytes, as the next wider INT16, INT32 or INT64. Of 8 bytes, those from 2^63
     * on are refused when they are read.
     */
    public RecordLayoutBuilder unsigned(String name, int offset, int bytes) {
        return unsigned(Field.required(name, unsignedType(name, bytes)), offset, bytes, NullRule.NEVER);
    }

    /** As {@link #unsigned}, where one value stands for NULL: the number, or of 8 bytes the long of the same bits. */
    public RecordLayoutBuilder nullableUnsigned(String name, int offset, int bytes, long nullValue) {
        DataType type = unsignedType(name, bytes);
        if (bytes < Long.BYTES && nullValue >>> bytes * Byte.SIZE != 0) {
            throw new CarbideException("NULL of field " + name + " must be a number of " + bytes * Byte.SIZE
                    + " bits without sign, got " + nullValue);
        }
        return unsigned(Field.optional(name, type), offset, bytes, new NullRule.Sentinel(nullValue));
    }

    private RecordLayoutBuilder unsigned(Field field, int offset, int bytes, NullRule nulls) {
        return add(new RecordField(field, offset, bytes, Form.UNSIGNED, nulls));
    }

    private static DataType unsignedType(String name, int bytes) {
        return switch (bytes) {
            case 1 -> DataType.INT16;
            case 2 -> DataType.INT32;
            case 4, 8 -> DataType.INT64;
            default ->
                throw new CarbideException("Unsigned field " + name + " must have 1, 2, 4 or 8 bytes, got " + bytes);
        };
    }

    /** A BINARY of exactly that many bytes; never NULL. */
    public RecordLayoutBuilder binary(String name, int offset, int bytes) {
        return add(new RecordField(Field.required(name, DataType.BINARY), offset, bytes, Form.PADDED, NullRule.NEVER));
    }

    /** A STRING in that many bytes of UTF-8, what is left of them being zeros; never NULL. */
    public RecordLayoutBuilder text(String name, int offset, int bytes) {
        return add(new RecordField(Field.required(name, DataType.STRING), offset, bytes, Form.PADDED, NullRule.NEVER));
    }

    /** As {@link #text}; NULL where all bytes are zero. */
    public RecordLayoutBuilder nullableText(String name, int offset, int bytes) {
        return add(new RecordField(Field.optional(name, DataType.STRING), offset, bytes, Form.PADDED, NullRule.EMPTY));
    }

    /** STRING or BINARY, anywhere in the record: an int32 offset from the record's first byte, then an int32 length. */
    public RecordLayoutBuilder reference(String name, DataType type, int offset) {
        return reference(Field.required(name, type), offset, NullRule.NEVER);
    }

    /** As {@link #reference}; NULL where the length is -1. */
    public RecordLayoutBuilder nullableReference(String name, DataType type, int offset) {
        return reference(Field.optional(name, type), offset, NullRule.NEGATIVE_LENGTH);
    }

    private RecordLayoutBuilder reference(Field field, int offset, NullRule nulls) {
        if (!field.type().isVariableLength()) {
            throw new CarbideException("Field " + field.name()
                    + " must be STRING or BINARY to lie elsewhere in its record," + " got " + field.type());
        }
        return add(new RecordField(field, offset, 2 * Integer.BYTES, Form.REFERENCE, nulls));
    }

    private RecordLayoutBuilder fixed(Field field, int offset, NullRule nulls) {
        requireFixed(field.name(), field.type());
        return add(new RecordField(field, offset, field.type().physical().bytes(), Form.FIXED, nulls));
    }

    private static void requireFixed(String name, DataType type) {
        if (type.isVariableLength()) {
            throw new CarbideException(
                    "Field " + name + " must have a type of fixed width, got " + type + ": use text or reference");
        }
    }

    private static void requireNullValue(String name, DataType type, long value) {
        int unused = Long.SIZE - type.physical().bytes() * Byte.SIZE;
        if (value << unused >> unused != value) {
            throw new CarbideException("NULL of field " + name + " must be a number of " + (Long.SIZE - unused)
                    + " bits, signed, got " + value);
        }
    }

    private RecordLayoutBuilder add(RecordField field) {
        if (field.offset() < 0 || field.bytes() < 1 || field.offset() > recordBytes - field.bytes()) {
            throw new CarbideException("Field " + field.field().name() + " must lie inside the " + recordBytes
                    + " bytes of its record, got offset " + field.offset() + " and " + field.bytes() + " bytes");
        }
        fields.add(field);
        return this;
    }

    /** The layout of the fields so far. */
    public RecordLayout build() {
        if (fields.isEmpty()) {
            throw new CarbideException("A record has at least one field");
        }
        return new RecordLayout(recordBytes, false, fields);
    }
}
