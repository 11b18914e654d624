package dev.carbide.parquet;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Table;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads tables into rows of plain Java values, the forms that {@link Literal} has, byte arrays as hex text. */
final class Rows {
    private Rows() {}

    static List<List<@Nullable Object>> all(ParquetTable table, Memory memory) {
        int[] columns = IntStream.range(0, table.schema().size()).toArray();
        return read(table, request(memory, columns, List.of(), 2048));
    }

    static ScanRequest request(Memory memory, int[] columns, List<ColumnRange> ranges, int batchRows) {
        return new ScanRequest(
                Arrays.stream(columns).boxed().toList(),
                ranges,
                memory.pool(),
                memory.pages(),
                batchRows,
                Cancellation.NEVER);
    }

    static List<List<@Nullable Object>> read(Table table, ScanRequest request) {
        try (var source = table.open(request);
                BatchReader reader = source.newReader()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                add(batch, rows);
            }
            return rows;
        }
    }

    static void add(Batch batch, List<List<@Nullable Object>> rows) {
        for (int row = 0; row < batch.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < batch.columnCount(); column++) {
                values.add(value(batch.column(column), row));
            }
            rows.add(values);
        }
    }

    static @Nullable Object value(Column column, int row) {
        if (!column.isValid(row)) {
            return null;
        }
        Column flat = column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
        long at = column.encoding() == Encoding.DICTIONARY ? Columns.getInt(column.values(), row) : row;
        MemorySegment values = flat.values();
        return switch (flat.type().physical()) {
            case INT8 -> exact(flat, Columns.getByte(values, at));
            case INT16 -> exact(flat, Columns.getShort(values, at));
            case INT32 -> exact(flat, Columns.getInt(values, at));
            case INT64 -> exact(flat, Columns.getLong(values, at));
            case FLOAT32 -> Columns.getFloat(values, at);
            case FLOAT64 -> Columns.getDouble(values, at);
            case INT128 -> decimal(flat, wide(Columns.getLow(values, at), Columns.getHigh(values, at)));
            case VIEW -> view(flat, flat.buffers(), at);
        };
    }

    private static Object exact(Column column, long value) {
        if (!column.bounds().fitsLong()
                || value < column.bounds().min()
                || value > column.bounds().max()) {
            throw new AssertionError(value + " is outside of the bounds " + column.bounds() + " of " + column);
        }
        return switch (column.type()) {
            case dev.carbide.offheap.type.BooleanType _ -> value != 0;
            case dev.carbide.offheap.type.DateType _ -> (int) value;
            case DecimalType _ -> decimal(column, BigInteger.valueOf(value));
            case FloatingType _ -> throw new AssertionError();
            default -> value;
        };
    }

    private static BigInteger wide(long low, long high) {
        return BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
    }

    private static BigDecimal decimal(Column column, BigInteger unscaled) {
        return new BigDecimal(unscaled, ((DecimalType) column.type()).scale());
    }

    private static Object view(Column column, ViewBuffers buffers, long row) {
        int length = Columns.viewLength(column.values(), row);
        byte[] bytes = new byte[length];
        if (length <= Columns.INLINE_BYTES) {
            MemorySegment.copy(
                    column.values(), java.lang.foreign.ValueLayout.JAVA_BYTE, (row << 4) + 4, bytes, 0, length);
        } else {
            int buffer = column.values().get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, (row << 4) + 8);
            int offset = column.values().get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, (row << 4) + 12);
            MemorySegment.copy(
                    buffers.segment(buffer), java.lang.foreign.ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        }
        return column.type() instanceof StringType
                ? new String(bytes, StandardCharsets.UTF_8)
                : "0x" + HexFormat.of().formatHex(bytes);
    }
}
