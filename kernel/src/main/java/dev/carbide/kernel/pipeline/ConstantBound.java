package dev.carbide.kernel.pipeline;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** One end of a range, as a constant of the column's own type. */
record ConstantBound(Literal literal, boolean inclusive) {

    /**
     * The lower bound of a column of {@code type} whose values exceed {@code literal}. None for floating types: NaN exceeds
     * every number, but block statistics leave it out.
     */
    static Optional<ConstantBound> low(Literal literal, boolean inclusive, DataType type) {
        return type instanceof FloatingType ? Optional.empty() : of(literal, inclusive, type, RoundingMode.CEILING);
    }

    /** The upper bound of a column of {@code type} whose values stay below {@code literal}. */
    static Optional<ConstantBound> high(Literal literal, boolean inclusive, DataType type) {
        if (type instanceof FloatingType) {
            return literal.type().equals(type) && !isNaN(literal)
                    ? Optional.of(new ConstantBound(withoutNegativeZero(literal), inclusive))
                    : Optional.empty();
        }
        return of(literal, inclusive, type, RoundingMode.FLOOR);
    }

    private static Optional<ConstantBound> of(Literal literal, boolean inclusive, DataType type, RoundingMode inwards) {
        if (literal.type().equals(type)) {
            return Optional.of(new ConstantBound(literal, inclusive));
        }
        BigDecimal exact = number(literal);
        if (exact == null) {
            return Optional.empty();
        }
        BigDecimal rounded = exact.setScale(type instanceof DecimalType decimal ? decimal.scale() : 0, inwards);
        boolean moved = rounded.compareTo(exact) != 0;
        return literalOf(type, rounded).map(bound -> new ConstantBound(bound, inclusive || moved));
    }

    private static @org.jspecify.annotations.Nullable BigDecimal number(Literal literal) {
        return switch (literal.type()) {
            case IntegerType ignored when literal.value() instanceof Long value -> BigDecimal.valueOf(value);
            case DecimalType ignored when literal.value() instanceof BigDecimal value -> value;
            default -> null;
        };
    }

    /** None when the type cannot hold the number: the source learns nothing then, the filter decides. */
    private static Optional<Literal> literalOf(DataType type, BigDecimal number) {
        return switch (type) {
            case DecimalType decimal
            when number.precision() <= decimal.precision() -> Optional.of(new Literal(decimal, number));
            case IntegerType integer
            when number.compareTo(BigDecimal.valueOf(integer.minValue())) >= 0
                    && number.compareTo(BigDecimal.valueOf(integer.maxValue())) <= 0 ->
                Optional.of(new Literal(integer, number.longValueExact()));
            default -> Optional.empty();
        };
    }

    private static boolean isNaN(Literal literal) {
        return literal.value() instanceof Double number && number.isNaN()
                || literal.value() instanceof Float small && small.isNaN();
    }

    private static Literal withoutNegativeZero(Literal literal) {
        return switch (literal.value()) {
            case Double number when number == 0 -> new Literal(literal.type(), 0.0);
            case Float number when number == 0 -> new Literal(literal.type(), 0.0f);
            case null, default -> literal;
        };
    }
}
