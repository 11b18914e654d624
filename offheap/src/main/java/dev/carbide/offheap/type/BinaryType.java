package dev.carbide.offheap.type;

/** Bytes, compared unsigned. */
public record BinaryType() implements DataType {
    @Override
    public PhysicalType physical() {
        return PhysicalType.VIEW;
    }

    @Override
    public String toString() {
        return "BINARY";
    }
}
