package dev.carbide.bridges.record;

import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.DecimalType;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/** DECIMAL in 16 bytes, the low ones first. */
final class WideDecoder implements FieldDecoder {
    private final RecordField field;
    private final RecordWalk walk;
    private final BigInteger most;
    private final long mostHigh;

    WideDecoder(RecordField field, RecordWalk walk) {
        this.field = field;
        this.walk = walk;
        int precision = ((DecimalType) field.field().type()).precision();
        this.most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        this.mostHigh = most.shiftRight(Long.SIZE).longValue();
    }

    @Override
    public void decode(RecordBlock block, ColumnBuilder to) {
        MemorySegment values = to.values();
        for (int index = 0; index < block.count; index++) {
            long at = block.addresses[index] + field.offset();
            long low = RawMemory.getLong(at);
            long high = RawMemory.getLong(at + Long.BYTES);
            if (isNull(block, index, low, high)) {
                to.setNull(index);
                Columns.putInt128(values, index, 0, 0);
            } else {
                checkRange(block.firstNumber + index, low, high);
                Columns.putInt128(values, index, low, high);
            }
        }
    }

    private boolean isNull(RecordBlock block, int index, long low, long high) {
        return switch (field.nulls()) {
            case NullRule.WideSentinel sentinel ->
                low == sentinel.value().longValue()
                        && high == sentinel.value().shiftRight(Long.SIZE).longValue();
            case NullRule.Bit bit -> block.bit(index, bit);
            default -> false;
        };
    }

    /** Exactly only near the limits. */
    private void checkRange(long number, long low, long high) {
        if (high < mostHigh && high > ~mostHigh) {
            return;
        }
        BigInteger value = BoxedValues.int128(low, high);
        if (value.abs().compareTo(most) > 0) {
            throw walk.error(
                    number, field, "got " + value + " without its point, expected " + most.negate() + " to " + most);
        }
    }
}
