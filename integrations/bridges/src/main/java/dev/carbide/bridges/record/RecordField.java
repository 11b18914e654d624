package dev.carbide.bridges.record;

import dev.carbide.offheap.type.Field;

/**
 * A field of a record: what it is and where it lies.
 *
 * @param field its name, type, and whether NULL may occur
 * @param offset of its first byte from the first of the record
 * @param bytes its size in the fixed part of the record
 * @param form how a value is stored there
 * @param nulls what stands for NULL
 */
record RecordField(Field field, int offset, int bytes, Form form, NullRule nulls) {
    /** How values lie in a record. */
    enum Form {
        /** At the width of the type, little-endian. */
        FIXED,
        /** A number of 1, 2, 4 or 8 bytes without sign, little-endian; its type has room for the sign. */
        UNSIGNED,
        /** STRING: text, and zeros behind its last byte; BINARY: all bytes. */
        PADDED,
        /** An int32 offset from the first byte of the record and an int32 length. */
        REFERENCE
    }
}
