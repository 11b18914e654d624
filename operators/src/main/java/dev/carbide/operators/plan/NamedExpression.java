package dev.carbide.operators.plan;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Field;

/** An expression and the name of the column it produces. */
public record NamedExpression(String name, Expression expression) {
    Field field() {
        return new Field(name, expression.type(), expression.nullable());
    }

    @Override
    public String toString() {
        return expression instanceof ColumnReference reference
                        && reference.name().equals(name)
                ? name
                : expression + " AS " + name;
    }
}
