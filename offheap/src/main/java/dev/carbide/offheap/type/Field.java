package dev.carbide.offheap.type;

/** A named column of a schema. {@code nullable == false} is a promise that no value is NULL. */
public record Field(String name, DataType type, boolean nullable) {
    public static Field required(String name, DataType type) {
        return new Field(name, type, false);
    }

    public static Field optional(String name, DataType type) {
        return new Field(name, type, true);
    }

    @Override
    public String toString() {
        return name + " " + type + (nullable ? "" : " NOT NULL");
    }
}
