package dev.carbide.offheap.type;

/** An IEEE 754 binary number of 32 or 64 bits. NaN equals NaN and sorts last; -0.0 equals 0.0 in keys. */
public record FloatingType(int bits) implements DataType {
    public FloatingType {
        if (bits != 32 && bits != 64) {
            throw new IllegalArgumentException("Floating width must be 32 or 64 bits, got " + bits);
        }
    }

    @Override
    public PhysicalType physical() {
        return bits == 32 ? PhysicalType.FLOAT32 : PhysicalType.FLOAT64;
    }

    @Override
    public String toString() {
        return "FLOAT" + bits;
    }
}
