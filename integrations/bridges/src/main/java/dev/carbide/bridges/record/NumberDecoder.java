package dev.carbide.bridges.record;

import dev.carbide.bridges.record.RecordField.Form;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.PhysicalType;
import java.lang.foreign.MemorySegment;

/**
 * Values of up to 8 bytes; floating ones as their bits. Each is loaded once, so that what is checked is what is stored, in
 * small loops, one for each width.
 */
final class NumberDecoder implements FieldDecoder {
    private final RecordField field;
    private final RecordWalk walk;
    private final PhysicalType physical;
    private final long least;
    private final long most;

    NumberDecoder(RecordField field, RecordWalk walk) {
        this.field = field;
        this.walk = walk;
        this.physical = field.field().type().physical();
        boolean narrower =
                field.field().type() instanceof DecimalType || field.field().type() instanceof BooleanType;
        if (narrower) {
            least = field.field().type().bounds().min();
            most = field.field().type().bounds().max();
        } else {
            least = field.form() == Form.UNSIGNED ? 0 : Long.MIN_VALUE;
            most = Long.MAX_VALUE;
        }
    }

    @Override
    public void decode(RecordBlock block, ColumnBuilder to) {
        load(block);
        setNulls(block, to);
        checkRange(block);
        store(block.values, block.count, to.values());
    }

    private void load(RecordBlock block) {
        boolean unsigned = field.form() == Form.UNSIGNED;
        switch (field.bytes()) {
            case 1 -> loadBytes(block, unsigned ? 0xFFL : -1);
            case 2 -> loadShorts(block, unsigned ? 0xFFFFL : -1);
            case 4 -> loadInts(block, unsigned ? 0xFFFF_FFFFL : -1);
            default -> loadLongs(block);
        }
    }

    private void loadBytes(RecordBlock block, long mask) {
        for (int index = 0; index < block.count; index++) {
            block.values[index] = RawMemory.getByte(block.addresses[index] + field.offset()) & mask;
        }
    }

    private void loadShorts(RecordBlock block, long mask) {
        for (int index = 0; index < block.count; index++) {
            block.values[index] = RawMemory.getShort(block.addresses[index] + field.offset()) & mask;
        }
    }

    private void loadInts(RecordBlock block, long mask) {
        for (int index = 0; index < block.count; index++) {
            block.values[index] = RawMemory.getInt(block.addresses[index] + field.offset()) & mask;
        }
    }

    private void loadLongs(RecordBlock block) {
        for (int index = 0; index < block.count; index++) {
            block.values[index] = RawMemory.getLong(block.addresses[index] + field.offset());
        }
    }

    private void setNulls(RecordBlock block, ColumnBuilder to) {
        if (field.nulls() == NullRule.NEVER) {
            return;
        }
        for (int index = 0; index < block.count; index++) {
            if (isNull(block, index)) {
                to.setNull(index);
                block.values[index] = 0;
            }
        }
    }

    private boolean isNull(RecordBlock block, int index) {
        return switch (field.nulls()) {
            case NullRule.Sentinel sentinel -> block.values[index] == sentinel.value();
            case NullRule.FloatingSentinel sentinel ->
                Double.compare(floating(block.values[index]), sentinel.value()) == 0;
            case NullRule.Bit bit -> block.bit(index, bit);
            default -> throw new CarbideInternalException("Number with rule " + field.nulls());
        };
    }

    private double floating(long bits) {
        return physical == PhysicalType.FLOAT32 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    private void checkRange(RecordBlock block) {
        if (least == Long.MIN_VALUE) {
            return;
        }
        for (int index = 0; index < block.count; index++) {
            long value = block.values[index];
            if (value < least || value > most) {
                boolean large = field.form() == Form.UNSIGNED;
                throw walk.error(
                        block.firstNumber + index,
                        field,
                        "got " + (large ? Long.toUnsignedString(value) : value) + ", expected " + least + " to "
                                + most);
            }
        }
    }

    private void store(long[] from, int count, MemorySegment to) {
        switch (physical) {
            case INT8 -> {
                for (int index = 0; index < count; index++) {
                    Columns.putByte(to, index, (byte) from[index]);
                }
            }
            case INT16 -> {
                for (int index = 0; index < count; index++) {
                    Columns.putShort(to, index, (short) from[index]);
                }
            }
            case INT32, FLOAT32 -> {
                for (int index = 0; index < count; index++) {
                    Columns.putInt(to, index, (int) from[index]);
                }
            }
            default -> {
                for (int index = 0; index < count; index++) {
                    Columns.putLong(to, index, from[index]);
                }
            }
        }
    }
}
