package dev.carbide.codegen.interpret;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over boxed values, for clarity and not for speed. Stateless and thread-safe. */
public final class Interpreter {
    private Interpreter() {}

    /**
     * The value of an expression for a row, boxed as in {@link Literal}; null for NULL.
     *
     * @throws dev.carbide.offheap.error.EvaluationException where a call in ANSI mode fails
     */
    public static @Nullable Object evaluate(Expression expression, Row row) {
        return switch (expression) {
            case ColumnReference reference -> row.get(reference.column());
            case Literal literal -> literal.value();
            case Call call -> call.function().interpret(call, argument -> evaluate(argument, row));
        };
    }
}
