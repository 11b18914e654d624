package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.PhysicalType;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

/** Estimates of the bytecode that expressions become. Parts that occur twice are computed once, and count once. */
final class Weights {
    private static final int LITERAL = 6;
    private static final int COLUMN = 14;
    private static final int NULL_TEST = 14;
    private static final int CHEAP_CALL = 14;
    private static final int DEAR_CALL = 40;

    private final Map<Expression, Boolean> seen = new IdentityHashMap<>();

    private Weights() {}

    static int of(Expression expression) {
        return new Weights().add(expression);
    }

    static int of(Collection<Expression> expressions) {
        Weights weights = new Weights();
        long sum = 0;
        for (Expression expression : expressions) {
            sum += weights.add(expression);
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private int add(Expression expression) {
        if (seen.put(expression, true) != null) {
            return 0;
        }
        return switch (expression) {
            case Literal ignored -> LITERAL;
            case ColumnReference reference -> COLUMN * words(reference.type()) + (reference.nullable() ? NULL_TEST : 0);
            case Call call -> {
                long sum = own(call);
                for (Expression argument : call.arguments()) {
                    sum += add(argument);
                }
                yield (int) Math.min(sum, Integer.MAX_VALUE);
            }
        };
    }

    private static int own(Call call) {
        if (call.function() instanceof OutlinedFunction outlined) {
            return outlined.callBytes();
        }
        boolean dear = call.failure().raises(call.mode())
                || call.function().isExpensive(call)
                || words(call.type()) > 1
                || call.arguments().stream().anyMatch(argument -> words(argument.type()) > 1);
        int operands = Math.max(1, call.arguments().size() - 1);
        return operands * (dear ? DEAR_CALL : CHEAP_CALL) + (call.nullable() ? NULL_TEST : 0);
    }

    /** Java values that a value of the type consists of. */
    private static int words(DataType type) {
        return type.isVariableLength() || type.physical() == PhysicalType.INT128 ? 2 : 1;
    }
}
