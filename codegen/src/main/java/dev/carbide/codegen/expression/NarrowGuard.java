package dev.carbide.codegen.expression;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The proof, batch by batch, that wide decimals can be computed in single longs: the bounds of the columns, put through
 * the ranges of the functions, must fit. A loop has a narrow version behind {@link #condition} and one for the rest.
 */
public final class NarrowGuard {
    private NarrowGuard() {}

    /** Whether bounds of columns may prove something that types cannot: worth a narrow version of the loop. */
    public static boolean canBeNarrow(Expression expression) {
        return !(expression instanceof Literal) && needsProof(expression)
                || expression instanceof Call call && call.arguments().stream().anyMatch(NarrowGuard::canBeNarrow);
    }

    /**
     * Java code of type boolean: everything wide in these expressions that can be narrow is so in this batch. It has no
     * side effects.
     *
     * @param columnBounds Java code of type {@link Bounds} for a column of the relation, or null where there is none
     */
    public static String condition(
            ClassBuilder cls,
            SourceBuilder body,
            List<Expression> expressions,
            IntFunction<@Nullable String> columnBounds) {
        Map<Expression, Range> ranges = new HashMap<>();
        Function<Expression, Range> leaves = leaf -> leafRange(cls, leaf, columnBounds);
        Set<String> proofs = new LinkedHashSet<>();
        for (Expression expression : expressions) {
            collect(expression, "", leaves, ranges, proofs);
        }
        if (proofs.contains(Range.UNBOUNDED.java())) {
            return Values.NEVER;
        }
        List<String> conditions = proofs.stream()
                .filter(proof -> proofs.stream().noneMatch(other -> !other.equals(proof) && isPartOf(proof, other)))
                .map(proof -> proof + ".fitsLong()")
                .toList();
        return conditions.isEmpty() ? Value.ALWAYS : String.join(" && ", conditions);
    }

    /**
     * Java code of type {@link Bounds} for the values of an integral or decimal expression, or null where bounds of
     * columns can say nothing.
     */
    public static @Nullable String bounds(
            ClassBuilder cls, Expression expression, IntFunction<@Nullable String> columnBounds) {
        cls.imports(Bounds.class);
        Range range = ExpressionProperties.range(expression, leaf -> leafRange(cls, leaf, columnBounds));
        return range.isUnbounded() ? null : range.java();
    }

    /** Whether types alone prove that the expression fits a long. */
    static boolean alwaysFitsLong(Expression expression) {
        return !ExpressionProperties.range(expression).isUnbounded();
    }

    /** Whether it fits a long by its type or in a batch for which {@link #condition} holds. */
    static boolean canFitLong(Expression expression) {
        return alwaysFitsLong(expression) || needsProof(expression);
    }

    private static boolean needsProof(Expression expression) {
        return (isWide(expression)
                        || expression instanceof Call call
                                && call.arguments().stream().anyMatch(NarrowGuard::isWide))
                && alwaysUnknown(expression)
                && !ExpressionProperties.range(expression, NarrowGuard::symbolic)
                        .isUnbounded();
    }

    private static boolean alwaysUnknown(Expression expression) {
        return !alwaysFitsLong(expression);
    }

    private static boolean isWide(Expression expression) {
        return expression.type() instanceof DecimalType decimal && decimal.isWide();
    }

    private static Range symbolic(Expression leaf) {
        return hasBounds(leaf.type()) ? Range.SOME : Range.of(leaf.type().bounds());
    }

    private static boolean hasBounds(DataType type) {
        return !type.isVariableLength() && !(type instanceof FloatingType) && !(type instanceof BooleanType);
    }

    /** @param proved a range that is proved to fit, or empty: what is computed on the way to it fits as well */
    private static void collect(
            Expression expression,
            String proved,
            Function<Expression, Range> leaves,
            Map<Expression, Range> ranges,
            Set<String> proofs) {
        String code = rangeOf(expression, leaves, ranges).java();
        boolean alreadyProved = isPartOf(code, proved);
        boolean needsProof = needsProof(expression);
        if (needsProof && !alreadyProved) {
            proofs.add(code);
        }
        if (expression instanceof Call call) {
            for (Expression argument : call.arguments()) {
                collect(argument, needsProof || alreadyProved ? code : "", leaves, ranges, proofs);
            }
        }
    }

    private static Range rangeOf(
            Expression expression, Function<Expression, Range> leaves, Map<Expression, Range> ranges) {
        Range known = ranges.get(expression);
        if (known == null) {
            known = expression instanceof Call call
                    ? call.function()
                            .range(
                                    call,
                                    call.arguments().stream()
                                            .map(argument -> rangeOf(argument, leaves, ranges))
                                            .toList())
                    : leaves.apply(expression);
            ranges.put(expression, known);
        }
        return known;
    }

    private static Range leafRange(ClassBuilder cls, Expression leaf, IntFunction<@Nullable String> columnBounds) {
        if (!hasBounds(leaf.type())) {
            return Range.of(leaf.type().bounds());
        }
        cls.imports(Bounds.class);
        return switch (leaf) {
            case Literal literal -> Range.code(ClassConstants.of(cls).bounds(literal, "bounds"));
            case ColumnReference reference -> {
                String code = columnBounds.apply(reference.column());
                yield code == null ? Range.of(reference.type().bounds()) : Range.code(code);
            }
            case Call call -> throw new IllegalArgumentException("Not a leaf: " + call);
        };
    }

    /** Whether computing one range computes the other on the way, so that an overflow of it would show. */
    private static boolean isPartOf(String part, String whole) {
        for (int at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
            int end = at + part.length();
            boolean starts = at == 0 || whole.charAt(at - 1) == '(';
            boolean ends = end == whole.length()
                    || !Character.isJavaIdentifierPart(whole.charAt(end)) && whole.charAt(end) != '(';
            if (starts && ends) {
                return true;
            }
        }
        return false;
    }
}
