package dev.carbide.offheap.type;

/** Days since 1970-01-01 in the proleptic Gregorian calendar, an int32. */
public record DateType() implements DataType {
    @Override
    public PhysicalType physical() {
        return PhysicalType.INT32;
    }

    @Override
    public Bounds bounds() {
        return Bounds.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return "DATE";
    }
}
