package dev.carbide.offheap.type;

/** TRUE or FALSE, one byte 1 or 0. */
public record BooleanType() implements DataType {
    @Override
    public PhysicalType physical() {
        return PhysicalType.INT8;
    }

    @Override
    public Bounds bounds() {
        return Bounds.of(0, 1);
    }

    @Override
    public String toString() {
        return "BOOLEAN";
    }
}
