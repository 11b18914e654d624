package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.Bounds;

/**
 * Bounds as functions compute with them, in two forms: known when code is generated, or Java code that computes them
 * from a batch. A function's rule is written once and serves both.
 */
public sealed interface Range {
    Range UNBOUNDED = new Known(Bounds.UNBOUNDED);

    /** Bounds of which nothing is known but that there are some: what they are combined with decides. */
    Range SOME = new Some();

    static Range of(Bounds bounds) {
        return new Known(bounds);
    }

    /** Java code of type {@link Bounds}. */
    static Range code(String code) {
        return new Code(code);
    }

    Range plus(Range other);

    Range minus(Range other);

    Range times(Range other);

    Range times(long factor);

    Range negate();

    Range union(Range other);

    /** Whether no batch can ever prove anything. */
    default boolean isUnbounded() {
        return this instanceof Known known && !known.bounds().fitsLong();
    }

    /** The bounds as far as they are known when code is generated. */
    default Bounds known() {
        return this instanceof Known known ? known.bounds() : Bounds.UNBOUNDED;
    }

    /** Java code of type {@link Bounds}. */
    String java();

    /** Known now. */
    record Known(Bounds bounds) implements Range {
        @Override
        public Range plus(Range other) {
            return other instanceof Known known ? of(bounds.plus(known.bounds)) : mixed("plus", other);
        }

        @Override
        public Range minus(Range other) {
            return other instanceof Known known ? of(bounds.minus(known.bounds)) : mixed("minus", other);
        }

        @Override
        public Range times(Range other) {
            return other instanceof Known known ? of(bounds.times(known.bounds)) : mixed("times", other);
        }

        @Override
        public Range times(long factor) {
            return of(bounds.times(factor));
        }

        @Override
        public Range negate() {
            return of(bounds.negate());
        }

        @Override
        public Range union(Range other) {
            return other instanceof Known known ? of(bounds.union(known.bounds)) : mixed("union", other);
        }

        private Range mixed(String operation, Range other) {
            if (other instanceof Some) {
                return bounds.fitsLong() ? other : UNBOUNDED;
            }
            return bounds.fitsLong() ? code(java() + "." + operation + "(" + other.java() + ")") : UNBOUNDED;
        }

        @Override
        public String java() {
            return bounds.fitsLong()
                    ? "Bounds.of(" + javaLong(bounds.min()) + ", " + javaLong(bounds.max()) + ")"
                    : "Bounds.UNBOUNDED";
        }

        private static String javaLong(long value) {
            return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : value + "L";
        }
    }

    /** Computed per batch by {@code java}. */
    record Code(String java) implements Range {
        @Override
        public Range plus(Range other) {
            return with("plus", other);
        }

        @Override
        public Range minus(Range other) {
            return with("minus", other);
        }

        @Override
        public Range times(Range other) {
            return with("times", other);
        }

        @Override
        public Range times(long factor) {
            return factor == 1 ? this : Range.code(java + ".times(" + factor + "L)");
        }

        @Override
        public Range negate() {
            return Range.code(java + ".negate()");
        }

        @Override
        public Range union(Range other) {
            return with("union", other);
        }

        private Range with(String operation, Range other) {
            return other.isUnbounded() ? UNBOUNDED : Range.code(java + "." + operation + "(" + other.java() + ")");
        }
    }

    /** Known when a batch is there. */
    record Some() implements Range {
        @Override
        public Range plus(Range other) {
            return with(other);
        }

        @Override
        public Range minus(Range other) {
            return with(other);
        }

        @Override
        public Range times(Range other) {
            return with(other);
        }

        @Override
        public Range times(long factor) {
            return this;
        }

        @Override
        public Range negate() {
            return this;
        }

        @Override
        public Range union(Range other) {
            return with(other);
        }

        private Range with(Range other) {
            return other.isUnbounded() ? UNBOUNDED : this;
        }

        @Override
        public String java() {
            throw new UnsupportedOperationException("These bounds have no code");
        }
    }
}
