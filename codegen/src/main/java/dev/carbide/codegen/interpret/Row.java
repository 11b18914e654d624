package dev.carbide.codegen.interpret;

import org.jspecify.annotations.Nullable;

/** The values of one row, boxed as in {@link dev.carbide.codegen.expression.Literal}. */
@FunctionalInterface
public interface Row {
    @Nullable
    Object get(int column);

    static Row of(@Nullable Object... values) {
        return column -> values[column];
    }
}
