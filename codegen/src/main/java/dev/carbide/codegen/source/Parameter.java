package dev.carbide.codegen.source;

import org.jspecify.annotations.Nullable;

/**
 * A constant of a query, handed to the constructor of its generated class.
 *
 * @param index its place in the constructor's array; comments of the source call it {@code ?index}
 * @param field the field that holds it
 * @param type its Java type; a primitive travels boxed
 * @param description its type as the source comments name it
 * @param shown what a reader of EXPLAIN sees as its value
 */
public record Parameter(
        int index,
        String field,
        Class<?> type,
        @Nullable Object value,
        String description,
        @Nullable Object shown) {
    /** How comments of the source refer to it. */
    public String placeholder() {
        return "?" + index;
    }
}
