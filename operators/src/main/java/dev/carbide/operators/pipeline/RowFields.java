package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.source.Names;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;

/** Emits the reading and writing of row fields at absolute addresses. */
final class RowFields {
    private RowFields() {}

    /** Locals for the field {@code slot} of the row at {@code base}. */
    static Value load(SourceBuilder out, Names names, String base, RowLayout layout, int slot, Field field) {
        DataType type = field.type();
        String stem = field.name();
        String valid = Value.ALWAYS;
        if (field.nullable() && layout.isNullable(slot)) {
            valid = names.fresh(stem + "Valid");
            out.line("final boolean " + valid + " = " + validTest(base, layout, slot) + ";");
        }
        String at = base + " + " + layout.offset(slot) + "L";
        String note = field.toString();
        String name = names.fresh(stem);
        switch (TupleLoop.shape(type)) {
            case BYTES -> {
                String length = names.fresh(stem + "Length");
                out.annotated(note, "final long " + name + " = " + base + " + RawMemory.getInt(" + at + ");");
                out.line("final int " + length + " = RawMemory.getInt(" + base + " + " + (layout.offset(slot) + 4)
                        + "L);");
                return new Value(type, Shape.BYTES, name, length, valid);
            }
            case WIDE -> {
                String high = names.fresh(stem + "High");
                out.annotated(note, "final long " + name + " = RawMemory.getLong(" + at + ");");
                out.line("final long " + high + " = RawMemory.getLong(" + base + " + " + (layout.offset(slot) + 8)
                        + "L);");
                return new Value(type, Shape.WIDE, name, high, valid);
            }
            default -> {
                out.annotated(
                        note,
                        "final " + TupleLoop.javaType(type) + " " + name + " = RawMemory." + TupleLoop.getter(type)
                                + "(" + at + ")" + TupleLoop.booleanTest(type) + ";");
                return new Value(type, TupleLoop.shape(type), name, null, valid);
            }
        }
    }

    private static String validTest(String base, RowLayout layout, int slot) {
        return "(RawMemory.getByte(" + base + " + " + layout.nullByteOffset(slot) + "L) & " + layout.nullMask(slot)
                + ") == 0";
    }

    /**
     * Writes a value into field {@code slot}; the row's null bits are zero before. Bytes go behind the row's fixed part,
     * at the local {@code variable} (an int offset), which moves on.
     */
    static void store(SourceBuilder out, String base, RowLayout layout, int slot, Value value, String variable) {
        if (value.alwaysValid()) {
            storeValid(out, base, layout, slot, value, variable);
            return;
        }
        try (var branch = out.ifElse(value.valid())) {
            storeValid(out, base, layout, slot, value, variable);
            branch.otherwise();
            String at = base + " + " + layout.nullByteOffset(slot) + "L";
            out.line("RawMemory.putByte(" + at + ", (byte) (RawMemory.getByte(" + at + ") | " + layout.nullMask(slot)
                    + "));");
            storeZero(out, base, layout, slot, value.type());
        }
    }

    private static void storeZero(SourceBuilder out, String base, RowLayout layout, int slot, DataType type) {
        // readers of a NULL row compute with the field before they look at the null bit
        if (type.isVariableLength()
                || type.physical().bytes() == Long.BYTES
                || type.physical().bytes() == 16) {
            out.line("RawMemory.putLong(" + base + " + " + layout.offset(slot) + "L, 0L);");
        }
    }

    private static void storeValid(
            SourceBuilder out, String base, RowLayout layout, int slot, Value value, String variable) {
        String at = base + " + " + layout.offset(slot) + "L, ";
        switch (TupleLoop.shape(value.type())) {
            case BYTES -> {
                out.line("RawMemory.putInt(" + at + variable + ");");
                out.line(
                        "RawMemory.putInt(" + base + " + " + (layout.offset(slot) + 4) + "L, " + value.second() + ");");
                out.line("RawMemory.copy(" + value.code() + ", " + base + " + " + variable + ", " + value.second()
                        + ");");
                out.line(variable + " += " + value.second() + ";");
            }
            case WIDE -> {
                out.line("RawMemory.putLong(" + at + value.code() + ");");
                out.line("RawMemory.putLong(" + base + " + " + (layout.offset(slot) + 8) + "L, " + high(value) + ");");
            }
            default -> out.line("RawMemory." + putter(value.type()) + "(" + at + cast(value) + ");");
        }
    }

    /** The high 64 bits of a value of wide type, also where it is held narrow. */
    static String high(Value value) {
        return value.shape() == Shape.WIDE ? value.second() : "(" + value.code() + ") >> 63";
    }

    static String putter(DataType type) {
        return switch (type.physical()) {
            case INT8 -> "putByte";
            case INT16 -> "putShort";
            case INT32 -> "putInt";
            case FLOAT32 -> "putFloat";
            case FLOAT64 -> "putDouble";
            default -> "putLong";
        };
    }

    /** The value as the Java type that the putter of its physical type takes. */
    static String cast(Value value) {
        if (value.type() instanceof BooleanType) {
            return "(byte) (" + value.code() + " ? 1 : 0)";
        }
        return switch (value.type().physical()) {
            case INT8 -> "(byte) (" + value.code() + ")";
            case INT16 -> "(short) (" + value.code() + ")";
            case INT32 -> "(int) (" + value.code() + ")";
            default -> value.code();
        };
    }
}
