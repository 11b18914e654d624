package dev.carbide.bridges.record;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the fields of a record lie. Records stand one behind the other, little-endian, unaligned. They have one length, or
 * each begins with the header of a Carbide row and says its own. Immutable.
 */
public final class RecordLayout {
    private final int recordBytes;
    private final boolean sized;
    private final List<RecordField> fields;
    private final Schema schema;

    RecordLayout(int recordBytes, boolean sized, List<RecordField> fields) {
        this.recordBytes = recordBytes;
        this.sized = sized;
        this.fields = List.copyOf(fields);
        this.schema = new Schema(fields.stream().map(RecordField::field).toList());
    }

    /** A layout of fixed-length messages. */
    public static RecordLayoutBuilder ofBytes(int recordBytes) {
        return new RecordLayoutBuilder(recordBytes);
    }

    /** The layout of Carbide's own rows of this schema: what a {@link dev.carbide.offheap.row.RowStore} of it holds. */
    public static RecordLayout ofRows(Schema schema) {
        RowLayout rows = RowLayout.of(schema);
        List<RecordField> fields = new ArrayList<>();
        for (int index = 0; index < schema.size(); index++) {
            Field field = schema.field(index);
            boolean reference = field.type().isVariableLength();
            NullRule nulls = rows.isNullable(index)
                    ? new NullRule.Bit(rows.nullByteOffset(index), rows.nullMask(index))
                    : NullRule.NEVER;
            fields.add(new RecordField(
                    field,
                    rows.offset(index),
                    reference ? 2 * Integer.BYTES : field.type().physical().bytes(),
                    reference ? RecordField.Form.REFERENCE : RecordField.Form.FIXED,
                    nulls));
        }
        return new RecordLayout(rows.fixedBytes(), rows.isVariable(), fields);
    }

    public Schema schema() {
        return schema;
    }

    /** The length of each record; of those that say their own, the least. */
    public int recordBytes() {
        return recordBytes;
    }

    /** Whether each record says its length, an int32 at {@link RowLayout#SIZE_OFFSET}. */
    public boolean isSized() {
        return sized;
    }

    RecordField field(int index) {
        return fields.get(index);
    }

    /** How many records that many bytes hold; an estimate from above where each says its length. */
    long countIn(InputMemory memory) {
        if (!sized && memory.bytes() % recordBytes != 0) {
            throw new CarbideException("Input must be whole records of " + recordBytes + " bytes, got " + memory);
        }
        return memory.bytes() / recordBytes;
    }
}
