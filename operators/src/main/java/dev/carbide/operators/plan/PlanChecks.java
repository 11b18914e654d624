package dev.carbide.operators.plan;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;

/** The rules that plan nodes check of their expressions. */
final class PlanChecks {
    private PlanChecks() {}

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new CarbideException(message);
        }
    }

    /** Every column reference must name a column of {@code input} with the same type, nullable at least as there. */
    static void checkReferences(String where, Expression expression, Schema input) {
        switch (expression) {
            case Literal ignored -> {}
            case Call call -> call.arguments().forEach(argument -> checkReferences(where, argument, input));
            case ColumnReference reference -> {
                require(
                        reference.column() >= 0 && reference.column() < input.size(),
                        where + " refers to column " + reference.column() + " (" + reference.name()
                                + "), but its input has " + input.size() + " columns " + input);
                Field field = input.field(reference.column());
                require(
                        field.type().equals(reference.type()),
                        where + " refers to column " + reference.name() + " as " + reference.type()
                                + ", but its input has it as " + field.type());
                require(
                        reference.nullable() || !field.nullable(),
                        where + " takes column " + reference.name() + " for NOT NULL, but its input has it nullable");
            }
        }
    }
}
