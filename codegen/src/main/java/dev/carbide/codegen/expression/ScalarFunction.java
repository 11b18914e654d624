package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import java.util.List;

/** A scalar function, declared once: its name, type rule, interpretation and generation. Stateless and thread-safe. */
public interface ScalarFunction {
    /** Lower case, unique in the registry. */
    String name();

    /** How a call reads in EXPLAIN and in comments. */
    default String describe(List<String> arguments, DataType type) {
        return name() + "(" + String.join(", ", arguments) + ")";
    }
}
