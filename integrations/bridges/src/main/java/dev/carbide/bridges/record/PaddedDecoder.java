package dev.carbide.bridges.record;

import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.StringType;

/** Text at the start of a field of fixed length, or a field's bytes as they are. */
final class PaddedDecoder implements FieldDecoder {
    private final RecordField field;
    private final RecordWalk walk;
    private final boolean text;

    PaddedDecoder(RecordField field, RecordWalk walk) {
        this.field = field;
        this.walk = walk;
        this.text = field.field().type() instanceof StringType;
    }

    @Override
    public void decode(RecordBlock block, ColumnBuilder to) {
        for (int index = 0; index < block.count; index++) {
            long at = block.addresses[index] + field.offset();
            int length = text ? lengthAt(at) : field.bytes();
            if (length == 0 && field.nulls() == NullRule.EMPTY) {
                to.setNull(index);
                continue;
            }
            if (text && !Utf8Text.isValid(at, length)) {
                throw walk.error(
                        block.firstNumber + index,
                        field,
                        "got " + length + " bytes that are not UTF-8, expected" + " text and zeros behind it");
            }
            to.putView(index, at, length);
        }
    }

    private int lengthAt(long at) {
        int length = field.bytes();
        while (length > 0 && RawMemory.getByte(at + length - 1) == 0) {
            length--;
        }
        return length;
    }
}
