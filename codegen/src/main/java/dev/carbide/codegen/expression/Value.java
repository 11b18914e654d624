package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A typed value in generated code. {@code code} is a local variable or a Java expression without side effects that is
 * cheap to repeat.
 *
 * <p>By shape: INT a Java {@code long} for every integral type, date, timestamp and narrow decimal (code may be of type
 * int where it widens); BOOL a Java {@code boolean}; FLOAT a {@code float}; DOUBLE a {@code double}; WIDE the low 64 bits
 * in {@code code} and the high 64 bits in {@code second}; BYTES an absolute address (long) in {@code code} and a length
 * in bytes (int) in {@code second}.
 *
 * @param type the logical type; a WIDE type can have shape INT where bounds prove that it fits
 * @param valid a Java boolean expression, {@link #ALWAYS} when known not to be NULL; where it is false the other parts
 *     are unspecified but safe to compute with (they never raise or fault)
 */
public record Value(
        DataType type, Shape shape, String code, @Nullable String second, String valid) {
    public static final String ALWAYS = "true";

    /** The Java representation. */
    public enum Shape {
        INT,
        BOOL,
        FLOAT,
        DOUBLE,
        WIDE,
        BYTES
    }

    public boolean alwaysValid() {
        return valid.equals(ALWAYS);
    }
}
