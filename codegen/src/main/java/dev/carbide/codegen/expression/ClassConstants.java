package dev.carbide.codegen.expression;

import dev.carbide.codegen.runtime.EvaluationSite;
import dev.carbide.codegen.runtime.ScratchBytes;
import dev.carbide.codegen.runtime.TextConstant;
import dev.carbide.codegen.runtime.TextWriter;
import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.TimestampType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The constants that the expressions of one generated class share, whichever loop they stand in. */
final class ClassConstants {
    private final ClassBuilder cls;
    private final Map<List<Object>, String> fields = new HashMap<>();
    private final Map<Literal, Value> literals = new HashMap<>();
    private final Map<Class<?>, String> instances = new HashMap<>();

    private record ScaledLiteral(Literal literal, int digits) {}

    private ClassConstants(ClassBuilder cls) {
        this.cls = cls;
    }

    static ClassConstants of(ClassBuilder cls) {
        return cls.attached(ClassConstants.class, ClassConstants::new);
    }

    <T> String constant(Class<T> type, String stem, Object key, Supplier<T> value, String description, Object shown) {
        List<Object> typedKey = List.of(type, key);
        String present = fields.get(typedKey);
        if (present == null) {
            present = cls.parameter(type, stem, value.get(), description, shown);
            fields.put(typedKey, present);
        }
        return present;
    }

    Value literal(Literal literal, String stem) {
        if (literal.value() == null) {
            return Values.nullOf(literal.type());
        }
        Value present = literals.get(literal);
        if (present == null) {
            present = declare(literal, literal.value(), stem);
            literals.put(literal, present);
        }
        return present;
    }

    private Value declare(Literal literal, Object value, String stem) {
        DataType type = literal.type();
        String description = type.toString();
        Object shown = shown(literal);
        return switch (Values.shapeOf(type)) {
            case BOOL -> Values.bool(value.toString());
            case INT -> Values.integer(type, cls.parameter(long.class, stem, longOf(value), description, shown));
            case FLOAT -> Values.floating(type, cls.parameter(float.class, stem, value, description), Value.ALWAYS);
            case DOUBLE -> Values.floating(type, cls.parameter(double.class, stem, value, description), Value.ALWAYS);
            case WIDE -> {
                BigInteger unscaled = ((BigDecimal) value).unscaledValue();
                long high = unscaled.shiftRight(Long.SIZE).longValue();
                yield Values.wide(
                        type,
                        cls.parameter(long.class, stem, unscaled.longValue(), description + ", low half", shown),
                        cls.parameter(long.class, stem + "High", high, description + ", high half", shown),
                        Value.ALWAYS);
            }
            case BYTES -> {
                String field = cls.parameter(TextConstant.class, stem, TextConstant.of(value), description, shown);
                yield Values.bytes(type, field + ".address()", field + ".length()", Value.ALWAYS);
            }
        };
    }

    /** What EXPLAIN shows of a literal. */
    static Object shown(Literal literal) {
        return switch (literal.value()) {
            case null -> "NULL";
            case Integer days -> TextWriter.dateText(days);
            case Long micros when literal.type() instanceof TimestampType -> TextWriter.timestampText(micros);
            case Object value -> value;
        };
    }

    /** The unscaled value times a power of ten. */
    String scaledLiteral(Literal literal, String stem, int digits) {
        Object value = Objects.requireNonNull(literal.value());
        if (digits == 0) {
            return literal(literal, stem).code();
        }
        return constant(
                long.class,
                stem,
                new ScaledLiteral(literal, digits),
                () -> BigInteger.valueOf(longOf(value))
                        .multiply(BigInteger.TEN.pow(digits))
                        .longValueExact(),
                literal.type() + " times 10 to the " + digits,
                shown(literal));
    }

    /** Java code of type Bounds: exactly the literal's value, unbounded where it does not fit a long. */
    String bounds(Literal literal, String stem) {
        cls.imports(Bounds.class);
        return constant(
                Bounds.class, stem, literal, () -> boundsOf(literal), literal.type() + " bounds", shown(literal));
    }

    private static Bounds boundsOf(Literal literal) {
        if (literal.value() == null) {
            return Bounds.ofValue(0);
        }
        if (literal.type() instanceof DecimalType && literal.value() instanceof BigDecimal decimal) {
            return decimal.unscaledValue().bitLength() < Long.SIZE
                    ? Bounds.ofValue(decimal.unscaledValue().longValue())
                    : Bounds.UNBOUNDED;
        }
        return Bounds.ofValue(longOf(literal.value()));
    }

    private static long longOf(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.unscaledValue().longValueExact();
            case Boolean truth -> truth ? 1 : 0;
            case Number number -> number.longValue();
            default -> throw new IllegalArgumentException("Not an integral value: " + value);
        };
    }

    String site(Call call) {
        return constant(
                EvaluationSite.class,
                call.function().name() + "Site",
                call,
                call::site,
                "site of " + call.function().name(),
                call.toString());
    }

    String scratch() {
        return constant(
                ScratchBytes.class, "scratch", "scratch", ScratchBytes::unbound, "results of variable length", "");
    }

    String instance(Class<?> type) {
        String present = instances.get(type);
        if (present == null) {
            String simple = type.getSimpleName();
            present = cls.field(type, Character.toLowerCase(simple.charAt(0)) + simple.substring(1), "");
            cls.constructor().line(present + " = new " + cls.type(type) + "();");
            instances.put(type, present);
        }
        return present;
    }

    /** How comments call a literal. */
    String placeholder(Literal literal, String stem) {
        if (literal.value() == null) {
            return "NULL";
        }
        Value value = literal(literal, stem);
        return switch (value.shape()) {
            case BOOL -> value.code();
            case BYTES -> cls.placeholder(value.code().substring(0, value.code().indexOf('.')));
            default -> cls.placeholder(value.code());
        };
    }
}
