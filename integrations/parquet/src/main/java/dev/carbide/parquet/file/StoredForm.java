package dev.carbide.parquet.file;

import dev.carbide.offheap.type.DataType;
import org.apache.parquet.format.Type;

/**
 * How the values of a column are stored and what they become.
 *
 * @param typeLength bytes of a FIXED_LEN_BYTE_ARRAY value, else 0
 */
public record StoredForm(Type stored, int typeLength, DataType type, Conversion conversion) {
    /** Bytes of one value as decoders hand it to the conversion: a BOOLEAN is a byte, an array of bytes a view. */
    public int decodedWidth() {
        return switch (stored) {
            case BOOLEAN -> 1;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> 16;
        };
    }

    public boolean isBytes() {
        return stored == Type.BYTE_ARRAY || stored == Type.FIXED_LEN_BYTE_ARRAY;
    }

    /** Whether the column holds values as they are stored. */
    public boolean isIdentity() {
        return conversion == Conversion.NONE || conversion == Conversion.BYTES_TO_VIEW;
    }

    /** Whether statistics follow the unsigned order of the stored bits. */
    public boolean isUnsigned() {
        return switch (conversion) {
            case UINT16_TO_INT32, UINT32_TO_INT64, UINT64_TO_INT128 -> true;
            default -> false;
        };
    }
}
