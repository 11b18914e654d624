package dev.carbide.kernel.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Expression;
import java.util.List;
import java.util.Optional;

/** What the builder of pipelines knows of the registry's boolean functions, by name. */
final class Predicates {
    /** The comparisons that bound a value. */
    enum Comparison {
        EQUAL("equal"),
        LESS("less"),
        LESS_OR_EQUAL("less_or_equal"),
        GREATER("greater"),
        GREATER_OR_EQUAL("greater_or_equal");

        private final String function;

        Comparison(String function) {
            this.function = function;
        }

        static Optional<Comparison> of(Call call) {
            for (Comparison comparison : values()) {
                if (isCall(call, comparison.function)) {
                    return Optional.of(comparison);
                }
            }
            return Optional.empty();
        }

        /** The comparison that says the same with its operands exchanged. */
        Comparison mirrored() {
            return switch (this) {
                case EQUAL -> EQUAL;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    private Predicates() {}

    /** The operands of a conjunction, nested ones flattened; the predicate itself if it is none. */
    static List<Expression> conjuncts(Expression predicate) {
        return predicate instanceof Call call && isCall(call, "and")
                ? call.arguments().stream()
                        .flatMap(operand -> conjuncts(operand).stream())
                        .toList()
                : List.of(predicate);
    }

    /** {@code in(value, candidate…)}. */
    static boolean isIn(Call call) {
        return isCall(call, "in");
    }

    static boolean isCast(Call call) {
        return isCall(call, "cast");
    }

    private static boolean isCall(Call call, String function) {
        return call.function().name().equals(function);
    }
}
