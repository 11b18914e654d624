package dev.carbide.offheap.column;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * An immutable view on one column of off-heap values. It does not own its memory and is valid as long as the batch it
 * came in.
 *
 * <p>{@code values} is a bounded native segment: FLAT has {@code length} values of the physical width, CONSTANT one
 * value, DICTIONARY {@code length} int32 codes. {@code validity} has one bit per row, least significant first, 1 =
 * valid, and is absent when no row is NULL. Both start at a multiple of 64 rows of their block and have at least 64
 * readable bytes behind the last row. The value bytes of a NULL row are unspecified but readable; the code of a NULL row
 * is a valid code.
 */
public final class Column {
    private final DataType type;
    private final Encoding encoding;
    private final int length;
    private final MemorySegment values;
    private final @Nullable MemorySegment validity;
    private final ViewBuffers buffers;
    private final @Nullable Column dictionary;
    private final Bounds bounds;

    private Column(
            DataType type,
            Encoding encoding,
            int length,
            MemorySegment values,
            @Nullable MemorySegment validity,
            ViewBuffers buffers,
            @Nullable Column dictionary,
            Bounds bounds) {
        if (!values.isNative()) {
            throw new CarbideInternalException("Column values must be a native segment, got " + values);
        }
        this.type = type;
        this.encoding = encoding;
        this.length = length;
        this.values = values;
        this.validity = validity;
        this.buffers = buffers;
        this.dictionary = dictionary;
        this.bounds = bounds;
    }

    /** A flat column of a fixed-width type. */
    public static Column flat(
            DataType type, int length, MemorySegment values, @Nullable MemorySegment validity, Bounds bounds) {
        return new Column(type, Encoding.FLAT, length, values, validity, ViewBuffers.NONE, null, bounds);
    }

    /** A flat column of 16-byte views. */
    public static Column views(
            DataType type, int length, MemorySegment views, @Nullable MemorySegment validity, ViewBuffers buffers) {
        return new Column(type, Encoding.FLAT, length, views, validity, buffers, null, Bounds.UNBOUNDED);
    }

    /** One value ({@code value} holds it at physical width) for all rows, or NULL for all where {@code isNull}. */
    public static Column constant(
            DataType type,
            int length,
            MemorySegment value,
            @Nullable MemorySegment allNull,
            ViewBuffers buffers,
            Bounds bounds) {
        return new Column(type, Encoding.CONSTANT, length, value, allNull, buffers, null, bounds);
    }

    /** int32 codes over a flat, null-free dictionary of the same type. */
    public static Column dictionary(
            int length, MemorySegment codes, @Nullable MemorySegment validity, Column dictionary) {
        if (dictionary.encoding != Encoding.FLAT || dictionary.validity != null) {
            throw new CarbideInternalException("A dictionary must be flat and free of nulls");
        }
        return new Column(
                dictionary.type,
                Encoding.DICTIONARY,
                length,
                codes,
                validity,
                ViewBuffers.NONE,
                dictionary,
                dictionary.bounds);
    }

    public DataType type() {
        return type;
    }

    public Encoding encoding() {
        return encoding;
    }

    /** Rows. */
    public int length() {
        return length;
    }

    public MemorySegment values() {
        return values;
    }

    public @Nullable MemorySegment validity() {
        return validity;
    }

    public boolean hasNulls() {
        return validity != null;
    }

    /** What the views of this column (not of its dictionary) point into. */
    public ViewBuffers buffers() {
        return buffers;
    }

    /** The dictionary of a DICTIONARY column. The same object for all batches that share it, so identity can be cached on. */
    public Column dictionary() {
        if (dictionary == null) {
            throw new CarbideInternalException("Column of encoding " + encoding + " has no dictionary");
        }
        return dictionary;
    }

    /** Holds for every valid value in this view. */
    public Bounds bounds() {
        return bounds;
    }

    public boolean isValid(int row) {
        return validity == null || Columns.isValid(validity, encoding == Encoding.CONSTANT ? 0 : row);
    }

    /** Rows {@code from} to {@code from + count}; {@code from} is a multiple of 64. */
    public Column slice(int from, int count) {
        if ((from & 63) != 0 || from < 0 || count < 0 || from + count > length) {
            throw new CarbideInternalException("Slice [" + from + ", +" + count + ") of " + length + " rows");
        }
        if (encoding == Encoding.CONSTANT) {
            return new Column(type, encoding, count, values, validity, buffers, dictionary, bounds);
        }
        int shift = encoding == Encoding.DICTIONARY ? 2 : type.physical().shift();
        MemorySegment bits = validity == null ? null : validity.asSlice(from >> 3);
        return new Column(
                type, encoding, count, values.asSlice((long) from << shift), bits, buffers, dictionary, bounds);
    }

    @Override
    public String toString() {
        return type + " " + encoding + " x " + length + (hasNulls() ? " with nulls" : "");
    }
}
