package dev.carbide.offheap.type;

/** A signed two's complement integer of 8, 16, 32 or 64 bits. */
public record IntegerType(int bits) implements DataType {
    public IntegerType {
        if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
            throw new IllegalArgumentException("Integer width must be 8, 16, 32 or 64 bits, got " + bits);
        }
    }

    @Override
    public PhysicalType physical() {
        return switch (bits) {
            case 8 -> PhysicalType.INT8;
            case 16 -> PhysicalType.INT16;
            case 32 -> PhysicalType.INT32;
            default -> PhysicalType.INT64;
        };
    }

    public long minValue() {
        return Long.MIN_VALUE >> (64 - bits);
    }

    public long maxValue() {
        return Long.MAX_VALUE >> (64 - bits);
    }

    @Override
    public Bounds bounds() {
        return Bounds.of(minValue(), maxValue());
    }

    @Override
    public String toString() {
        return "INT" + bits;
    }
}
