package dev.carbide.codegen.expression;

import org.jspecify.annotations.Nullable;

/** Evaluates an argument for the current row when a function's interpretation asks for it; values boxed as in {@link Literal}. */
@FunctionalInterface
public interface Evaluation {
    @Nullable
    Object evaluate(Expression expression);
}
