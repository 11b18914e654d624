package dev.carbide.codegen.expression;

import dev.carbide.codegen.runtime.EvaluationSite;
import dev.carbide.codegen.runtime.ScratchBytes;
import dev.carbide.codegen.runtime.TextConstant;
import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The constants that the expressions of one generated class share, whichever loop they stand in. */
final class ClassConstants {
    private final ClassBuilder cls;
    private final Map<List<Object>, String> fields = new HashMap<>();
    private final Map<Literal, Value> literals = new HashMap<>();
    private final Map<Class<?>, String> instances = new HashMap<>();

    private ClassConstants(ClassBuilder cls) {
        this.cls = cls;
    }

    static ClassConstants of(ClassBuilder cls) {
        return cls.attached(ClassConstants.class, ClassConstants::new);
    }

    <T> String constant(Class<T> type, String stem, Object key, Supplier<T> value, String description) {
        List<Object> typedKey = List.of(type, key);
        String present = fields.get(typedKey);
        if (present == null) {
            present = cls.parameter(type, stem, value.get(), description);
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
        String description = literal.type().toString();
        return switch (Values.shapeOf(literal.type())) {
            case BOOL -> Values.bool(value.toString());
            case INT -> Values.integer(literal.type(), cls.parameter(long.class, stem, longOf(value), description));
            case FLOAT ->
                Values.floating(literal.type(), cls.parameter(float.class, stem, value, description), Value.ALWAYS);
            case DOUBLE ->
                Values.floating(literal.type(), cls.parameter(double.class, stem, value, description), Value.ALWAYS);
            case WIDE -> {
                BigInteger unscaled = ((BigDecimal) value).unscaledValue();
                String low = cls.parameter(long.class, stem, unscaled.longValue(), "low half of " + description);
                String high = cls.parameter(
                        long.class, stem + "High", unscaled.shiftRight(64).longValue(), "high half of " + description);
                yield Values.wide(literal.type(), low, high, Value.ALWAYS);
            }
            case BYTES -> {
                String field = cls.parameter(TextConstant.class, stem, TextConstant.of(value), description);
                yield Values.bytes(literal.type(), field + ".address()", field + ".length()", Value.ALWAYS);
            }
        };
    }

    /** Java code of type Bounds: exactly the literal's value, unbounded where it does not fit a long. */
    String bounds(Literal literal, String stem) {
        cls.imports(Bounds.class);
        return constant(Bounds.class, stem, literal, () -> boundsOf(literal), literal.type() + " bounds");
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
        return constant(EvaluationSite.class, call.function().name() + "Site", call, call::site, "failures");
    }

    String scratch() {
        return constant(ScratchBytes.class, "scratch", "scratch", ScratchBytes::unbound, "results of variable length");
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
