package dev.carbide.parquet;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Schema;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes batches of rows of plain values, the forms that {@link Rows} reads, and files of batches. */
final class Batches {
    private Batches() {}

    static void write(
            Path file, Schema schema, List<List<@Nullable Object>> rows, ParquetWriterOptions options, Memory memory) {
        try (ParquetTableWriter writer =
                ParquetTableWriter.create(file, schema, options, memory.pool(), memory.pages())) {
            for (int from = 0; from < rows.size(); from += Batch.MAX_ROWS) {
                List<List<@Nullable Object>> part = rows.subList(from, Math.min(rows.size(), from + Batch.MAX_ROWS));
                try (MemoryScope scope = new MemoryScope(memory.pages(), memory.pool())) {
                    writer.write(batch(schema, part, scope, (from / Batch.MAX_ROWS & 1) == 1));
                }
            }
            writer.finish();
        }
    }

    /** With dictionary columns where {@code dictionaries} says so. */
    static Batch batch(Schema schema, List<List<@Nullable Object>> rows, MemoryScope scope, boolean dictionaries) {
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            int index = column;
            List<@Nullable Object> values = new ArrayList<>();
            rows.forEach(row -> values.add(row.get(index)));
            columns.add(
                    dictionaries
                            ? dictionary(schema.type(column), values, scope)
                            : flat(schema.type(column), values, scope));
        }
        return Batch.of(columns, rows.size(), null);
    }

    static Column dictionary(DataType type, List<@Nullable Object> values, MemoryScope scope) {
        List<@Nullable Object> distinct = new ArrayList<>(
                new LinkedHashSet<>(values.stream().filter(Objects::nonNull).toList()));
        if (distinct.isEmpty()) {
            return flat(type, values, scope);
        }
        Column dictionary = flat(type, distinct, scope);
        MemorySegment codes = scope.allocateSegment(values.size() * 4L + 64, 64);
        for (int row = 0; row < values.size(); row++) {
            Columns.putInt(codes, row, values.get(row) == null ? 0 : distinct.indexOf(values.get(row)));
        }
        return Column.dictionary(values.size(), codes, validity(values, scope), dictionary);
    }

    static Column flat(DataType type, List<@Nullable Object> values, MemoryScope scope) {
        int rows = values.size();
        MemorySegment segment =
                scope.allocateSegment((long) rows * type.physical().bytes() + 64, 64);
        segment.fill((byte) 0);
        MemorySegment validity = validity(values, scope);
        ViewBuffers buffers = ViewBuffers.NONE;
        switch (type.physical()) {
            case INT128 -> {
                for (int row = 0; row < rows; row++) {
                    if (values.get(row) instanceof BigDecimal decimal) {
                        BigInteger unscaled = decimal.unscaledValue();
                        Columns.putInt128(
                                segment,
                                row,
                                unscaled.longValue(),
                                unscaled.shiftRight(64).longValue());
                    }
                }
            }
            case VIEW -> buffers = views(values, segment, scope);
            case FLOAT32 -> {
                for (int row = 0; row < rows; row++) {
                    Columns.putFloat(segment, row, values.get(row) instanceof Float value ? value : 0);
                }
            }
            case FLOAT64 -> {
                for (int row = 0; row < rows; row++) {
                    Columns.putDouble(segment, row, values.get(row) instanceof Double value ? value : 0);
                }
            }
            default -> integers(type, values, segment);
        }
        return type.isVariableLength()
                ? Column.views(type, rows, segment, validity, buffers)
                : Column.flat(type, rows, segment, validity, type.bounds());
    }

    private static void integers(DataType type, List<@Nullable Object> values, MemorySegment segment) {
        for (int row = 0; row < values.size(); row++) {
            long value = switch (values.get(row)) {
                case Boolean truth -> truth ? 1 : 0;
                case BigDecimal decimal -> decimal.unscaledValue().longValueExact();
                case Number number -> number.longValue();
                case null, default -> 0;
            };
            switch (type.physical()) {
                case INT8 -> Columns.putByte(segment, row, (byte) value);
                case INT16 -> Columns.putShort(segment, row, (short) value);
                case INT32 -> Columns.putInt(segment, row, (int) value);
                default -> Columns.putLong(segment, row, value);
            }
        }
    }

    private static ViewBuffers views(List<@Nullable Object> values, MemorySegment segment, MemoryScope scope) {
        List<byte[]> all = values.stream()
                .map(value -> value == null ? new byte[0] : bytes((String) value))
                .toList();
        MemorySegment buffer = scope.allocateSegment(
                all.stream().mapToLong(value -> value.length).sum() + 64, 64);
        buffer.fill((byte) 0);
        long offset = 0;
        for (int row = 0; row < values.size(); row++) {
            byte[] value = all.get(row);
            MemorySegment.copy(value, 0, buffer, ValueLayout.JAVA_BYTE, offset, value.length);
            Columns.putView(segment, row, buffer.address() + offset, value.length, 0, (int) offset);
            offset += value.length;
        }
        return new ViewBuffers(buffer);
    }

    /** Text as UTF-8; what begins with 0x is hex of bytes. */
    private static byte[] bytes(String value) {
        return value.startsWith("0x")
                ? HexFormat.of().parseHex(value.substring(2))
                : value.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable MemorySegment validity(List<@Nullable Object> values, MemoryScope scope) {
        if (values.stream().allMatch(Objects::nonNull)) {
            return null;
        }
        MemorySegment validity = scope.allocateSegment(values.size() / 8 + 72, 64);
        validity.fill((byte) 0);
        for (int row = 0; row < values.size(); row++) {
            Columns.setValid(validity, row, values.get(row) != null);
        }
        return validity;
    }
}
