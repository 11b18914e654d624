package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Schema;

/** The value of column {@code column} (by position) of the input relation; the name serves messages and generated comments only. */
public record ColumnReference(int column, String name, DataType type, boolean nullable) implements Expression {
    public static ColumnReference of(Schema schema, int column) {
        var field = schema.field(column);
        return new ColumnReference(column, field.name(), field.type(), field.nullable());
    }

    @Override
    public String toString() {
        return name;
    }
}
