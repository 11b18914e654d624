package dev.carbide.bridges.record;

import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.type.PhysicalType;

/** Writes one field of all records of a block into a column. */
interface FieldDecoder {
    void decode(RecordBlock block, ColumnBuilder to);

    static FieldDecoder of(RecordField field, RecordWalk walk) {
        return switch (field.form()) {
            case PADDED -> new PaddedDecoder(field, walk);
            case REFERENCE -> new ReferenceDecoder(field, walk);
            case UNSIGNED -> new NumberDecoder(field, walk);
            case FIXED ->
                field.field().type().physical() == PhysicalType.INT128
                        ? new WideDecoder(field, walk)
                        : new NumberDecoder(field, walk);
        };
    }
}
