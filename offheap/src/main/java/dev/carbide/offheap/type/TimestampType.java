package dev.carbide.offheap.type;

/** Microseconds since the epoch, an int64; {@code zoned} says that the value is an instant (UTC), else a local date and time. */
public record TimestampType(boolean zoned) implements DataType {
    @Override
    public PhysicalType physical() {
        return PhysicalType.INT64;
    }

    @Override
    public Bounds bounds() {
        return Bounds.of(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return zoned ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
    }
}
