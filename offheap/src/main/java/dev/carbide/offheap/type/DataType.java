package dev.carbide.offheap.type;

/**
 * The logical type of a value. Nullability is not part of the type: fields and expressions carry it.
 *
 * <p>Sealed, so that switches over it are exhaustive; nested types join here.
 */
public sealed interface DataType
        permits BooleanType, IntegerType, FloatingType, DecimalType, DateType, TimestampType, StringType, BinaryType {
    BooleanType BOOLEAN = new BooleanType();
    IntegerType INT8 = new IntegerType(8);
    IntegerType INT16 = new IntegerType(16);
    IntegerType INT32 = new IntegerType(32);
    IntegerType INT64 = new IntegerType(64);
    FloatingType FLOAT32 = new FloatingType(32);
    FloatingType FLOAT64 = new FloatingType(64);
    DateType DATE = new DateType();
    /** Microseconds since 1970-01-01T00:00:00 in no zone. */
    TimestampType TIMESTAMP = new TimestampType(false);
    /** Microseconds since 1970-01-01T00:00:00Z. */
    TimestampType TIMESTAMP_UTC = new TimestampType(true);

    StringType STRING = new StringType();
    BinaryType BINARY = new BinaryType();

    static DecimalType decimal(int precision, int scale) {
        return new DecimalType(precision, scale);
    }

    PhysicalType physical();

    /** What the type itself says about its values when read as longs; {@link Bounds#UNBOUNDED} where it says nothing. */
    default Bounds bounds() {
        return Bounds.UNBOUNDED;
    }

    /** Whether values are (address, length) pairs of bytes. */
    default boolean isVariableLength() {
        return physical() == PhysicalType.VIEW;
    }

    default boolean isNumeric() {
        return this instanceof IntegerType || this instanceof FloatingType || this instanceof DecimalType;
    }
}
