package dev.carbide.offheap.type;

/** UTF-8 text, compared as unsigned bytes. */
public record StringType() implements DataType {
    @Override
    public PhysicalType physical() {
        return PhysicalType.VIEW;
    }

    @Override
    public String toString() {
        return "STRING";
    }
}
