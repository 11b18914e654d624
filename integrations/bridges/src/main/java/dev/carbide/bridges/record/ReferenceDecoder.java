package dev.carbide.bridges.record;

import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.StringType;

/** Text or bytes that lie elsewhere in their record, by offset and length, which are checked against its size. */
final class ReferenceDecoder implements FieldDecoder {
    private final RecordField field;
    private final RecordWalk walk;
    private final boolean text;

    ReferenceDecoder(RecordField field, RecordWalk walk) {
        this.field = field;
        this.walk = walk;
        this.text = field.field().type() instanceof StringType;
    }

    @Override
    public void decode(RecordBlock block, ColumnBuilder to) {
        for (int index = 0; index < block.count; index++) {
            long record = block.addresses[index];
            int offset = RawMemory.getInt(record + field.offset());
            int length = RawMemory.getInt(record + field.offset() + Integer.BYTES);
            if (isNull(block, index, length)) {
                to.setNull(index);
            } else {
                check(block, index, offset, length);
                to.putView(index, record + offset, length);
            }
        }
    }

    private boolean isNull(RecordBlock block, int index, int length) {
        return switch (field.nulls()) {
            case NullRule.Bit bit -> block.bit(index, bit);
            case NullRule.NegativeLength _ -> length == -1;
            default -> false;
        };
    }

    private void check(RecordBlock block, int index, int offset, int length) {
        int size = block.sizes[index];
        if (offset < 0 || length < 0 || offset > size - length) {
            throw walk.error(
                    block.firstNumber + index,
                    field,
                    "got offset " + offset + " and length " + length + ", expected a place inside the " + size
                            + " bytes of the record");
        }
        if (text && !Utf8Text.isValid(block.addresses[index] + offset, length)) {
            throw walk.error(
                    block.firstNumber + index, field, "got " + length + " bytes that are not UTF-8, expected text");
        }
    }
}
