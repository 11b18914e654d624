package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowGather;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Turns group rows into the columns of an aggregation's result: column by column, keys first. */
final class AggregateResult {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private final GroupShape shape;

    AggregateResult(GroupShape shape) {
        this.shape = shape;
    }

    void write(long[] rows, int count, BatchBuilder to) {
        for (int key = 0; key < shape.keySlots().length; key++) {
            int slot = shape.keySlots()[key];
            if (slot < 0) {
                RowGather.slotKeys(rows, count, to.column(key), 0);
            } else {
                RowGather.field(shape.rows(), slot, rows, count, to.column(key), 0);
            }
        }
        for (int index = 0; index < shape.outputs().size(); index++) {
            write(shape.outputs().get(index), rows, count, to.column(shape.keySlots().length + index));
        }
    }

    private int offset(int accumulator) {
        return shape.rows().offset(shape.accumulators().get(accumulator).slot());
    }

    private void write(GroupShape.Output output, long[] rows, int count, ColumnBuilder to) {
        int value = offset(output.value());
        int counted = offset(output.count());
        for (int row = 0; row < count; row++) {
            long number = RawMemory.getLong(rows[row] + counted);
            long at = rows[row] + value;
            switch (output.function()) {
                case COUNT -> to.putLong(row, number);
                case SUM -> {
                    if (number == 0) {
                        to.setNull(row);
                    } else {
                        writeSum(output, at, row, to);
                    }
                }
                case AVG -> {
                    if (number == 0) {
                        to.setNull(row);
                    } else {
                        writeAverage(output, at, number, row, to);
                    }
                }
                case MIN, MAX -> {
                    if (number == 0) {
                        to.setNull(row);
                    } else {
                        writeExtreme(output, at, row, to);
                    }
                }
            }
        }
    }

    private static void writeSum(GroupShape.Output output, long at, int row, ColumnBuilder to) {
        if (output.result() instanceof FloatingType) {
            to.putDouble(row, RawMemory.getDouble(at));
            return;
        }
        long low = RawMemory.getLong(at);
        long high = RawMemory.getLong(at + 8);
        if (!fits(low, high, output.result())) {
            throw new EvaluationException("sum of " + output.argument() + " is " + wide(low, high)
                    + " (unscaled), which exceeds " + output.result());
        }
        if (output.result() instanceof DecimalType decimal && decimal.isWide()) {
            to.putInt128(row, low, high);
        } else {
            to.putLong(row, low);
        }
    }

    private static boolean fits(long low, long high, DataType type) {
        boolean fitsLong = high == low >> 63;
        return switch (type) {
            case DecimalType decimal ->
                decimal.isWide()
                        ? fitsLong || wide(low, high).abs().compareTo(BigInteger.TEN.pow(decimal.precision())) < 0
                        : fitsLong
                                && low <= decimal.bounds().max()
                                && low >= decimal.bounds().min();
            default -> fitsLong;
        };
    }

    private static BigInteger wide(long low, long high) {
        BigInteger unsignedLow =
                low >= 0 ? BigInteger.valueOf(low) : BigInteger.valueOf(low).add(TWO_64);
        return BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow);
    }

    private static void writeAverage(GroupShape.Output output, long at, long number, int row, ColumnBuilder to) {
        if (output.argument() instanceof FloatingType) {
            to.putDouble(row, RawMemory.getDouble(at) / number);
            return;
        }
        BigInteger sum = wide(RawMemory.getLong(at), RawMemory.getLong(at + 8));
        if (output.argument() instanceof IntegerType) {
            to.putDouble(row, sum.doubleValue() / number);
            return;
        }
        DecimalType result = (DecimalType) output.result();
        BigDecimal average = new BigDecimal(sum, ((DecimalType) output.argument()).scale())
                .divide(BigDecimal.valueOf(number), result.scale(), RoundingMode.HALF_UP);
        if (average.precision() > result.precision()) {
            throw new EvaluationException(
                    "avg of " + output.argument() + " is " + average + ", which exceeds " + result);
        }
        BigInteger unscaled = average.unscaledValue();
        if (result.isWide()) {
            to.putInt128(row, unscaled.longValue(), unscaled.shiftRight(64).longValue());
        } else {
            to.putLong(row, unscaled.longValue());
        }
    }

    private static void writeExtreme(GroupShape.Output output, long at, int row, ColumnBuilder to) {
        switch (output.result().physical()) {
            case INT8, INT16, INT32, INT64 -> to.putLong(row, RawMemory.getLong(at));
            case FLOAT32 -> to.putFloat(row, (float) RawMemory.getDouble(at));
            case FLOAT64 -> to.putDouble(row, RawMemory.getDouble(at));
            case INT128 -> to.putInt128(row, RawMemory.getLong(at), RawMemory.getLong(at + 8));
            case VIEW -> to.putView(row, RawMemory.getLong(at), GroupStore.heldLength(at));
        }
    }
}
