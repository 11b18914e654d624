package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Evaluation;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.LongSet;
import dev.carbide.codegen.runtime.TextSet;
import dev.carbide.codegen.runtime.WideSet;
import dev.carbide.offheap.type.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Membership in a list of literals, however long: the list is one constant of the generated class. */
final class MembershipFunctions {
    /** A value and then the literals. NULL if the value is, or if it is not found and NULL stands in the list. */
    static final ScalarFunction IN = function("in")
            .display((arguments, type) ->
                    arguments.getFirst() + " IN (" + String.join(", ", arguments.subList(1, arguments.size())) + ")")
            .types(MembershipFunctions::inType)
            .expensive(ComparisonFunctions::comparesBytes)
            .lenient(MembershipFunctions::nullable, MembershipFunctions::interpret, MembershipFunctions::generate);

    static final List<ScalarFunction> ALL = List.of(IN);

    private MembershipFunctions() {}

    private static DataType inType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2, Integer.MAX_VALUE);
        for (int index = 1; index < arguments.count(); index++) {
            ComparisonFunctions.requireComparable(arguments, 0, index);
            arguments.require(index, arguments.arguments().get(index) instanceof Literal, "a literal");
        }
        return arguments.result(requested, DataType.BOOLEAN);
    }

    private static boolean nullable(List<Expression> arguments, DataType type, EvalMode mode) {
        return arguments.stream().anyMatch(Expression::nullable);
    }

    private static @Nullable Object interpret(Call call, Evaluation evaluation) {
        Object value = evaluation.evaluate(call.argument(0));
        if (value == null) {
            return null;
        }
        boolean sawNull = false;
        for (Expression argument : call.arguments().subList(1, call.arguments().size())) {
            Object member = evaluation.evaluate(argument);
            if (member != null && ValueOrder.equal(value, member)) {
                return true;
            }
            sawNull |= member == null;
        }
        return sawNull ? null : false;
    }

    private static Value generate(Call call, Emission out) {
        Value value = out.generate(call.argument(0));
        boolean withNull = call.arguments().stream().skip(1).anyMatch(Expression::nullable);
        String found = out.local("boolean", "found", contains(call, value, out));
        return Values.bool(found, withNull ? Values.and(value.valid(), found) : value.valid());
    }

    private static String contains(Call call, Value value, Emission out) {
        return switch (value.shape()) {
            case INT ->
                set(LongSet.class, call, out, () -> new LongSet(longs(call))) + ".contains(" + value.code() + ")";
            case BOOL ->
                set(LongSet.class, call, out, () -> new LongSet(truths(call))) + ".contains("
                        + Values.parenthesized(value.code()) + " ? 1L : 0L)";
            case FLOAT, DOUBLE ->
                set(LongSet.class, call, out, () -> new LongSet(doubleBits(call)))
                        + ".contains(Double.doubleToLongBits(" + value.code() + " + 0.0))";
            case WIDE ->
                set(WideSet.class, call, out, () -> new WideSet(unscaled(call).toArray(BigInteger[]::new)))
                        + ".contains(" + DecimalCode.parts(value) + ")";
            case BYTES -> {
                String contains = set(TextSet.class, call, out, () -> TextSet.of(bytes(call))) + ".contains("
                        + value.code() + ", " + value.second() + ")";
                yield value.alwaysValid() ? contains : Values.parenthesized(value.valid()) + " && " + contains;
            }
        };
    }

    private static <T> String set(Class<T> type, Call call, Emission out, Supplier<T> values) {
        String description = "a set of " + call.argument(0).type();
        List<Expression> members = call.arguments().subList(1, call.arguments().size());
        return out.constant(type, "list", members, values, description, members.toString());
    }

    private static Stream<Object> members(Call call) {
        return call.arguments().stream()
                .skip(1)
                .map(argument -> ((Literal) argument).value())
                .filter(Objects::nonNull);
    }

    /** The members as unscaled values of the scale of the value; those with more digits behind the point equal none. */
    private static Stream<BigInteger> unscaled(Call call) {
        int scale = DecimalRules.scale(call.argument(0).type());
        return members(call)
                .map(ExactNumbers::decimal)
                .filter(member -> member.stripTrailingZeros().scale() <= scale)
                .map(member -> member.setScale(scale))
                .map(BigDecimal::unscaledValue)
                .filter(member -> member.bitLength() < 128);
    }

    private static long[] longs(Call call) {
        if (ComparisonFunctions.isExact(call.argument(0).type())) {
            return unscaled(call)
                    .filter(member -> member.bitLength() < Long.SIZE)
                    .mapToLong(BigInteger::longValueExact)
                    .toArray();
        }
        return members(call).mapToLong(member -> ((Number) member).longValue()).toArray();
    }

    private static long[] truths(Call call) {
        return members(call).mapToLong(member -> (Boolean) member ? 1 : 0).toArray();
    }

    /** All NaN have the same bits, and 0.0 added to -0.0 is 0.0. */
    private static long[] doubleBits(Call call) {
        return members(call)
                .mapToLong(member -> Double.doubleToLongBits(((Number) member).doubleValue() + 0.0))
                .toArray();
    }

    private static List<byte[]> bytes(Call call) {
        return members(call)
                .map(member -> member instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) member)
                .toList();
    }
}
