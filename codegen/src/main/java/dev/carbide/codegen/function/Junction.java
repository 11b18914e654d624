package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.Evaluation;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * AND and OR of any number of arguments. What is cheap and cannot raise is combined branch-free; the rest is evaluated
 * in the order given, and only while nothing is decided. Arguments that cannot raise may go in front of costly ones.
 *
 * @param deciding the value that decides the outcome whatever the others are: false for AND, true for OR
 */
record Junction(boolean deciding) {
    @Nullable
    Object interpret(Call call, Evaluation evaluation) {
        boolean sawNull = false;
        for (Expression argument : call.arguments()) {
            Object value = evaluation.evaluate(argument);
            if (value == null) {
                sawNull = true;
            } else if ((Boolean) value == deciding) {
                return deciding;
            }
        }
        return sawNull ? null : (Boolean) !deciding;
    }

    Value generate(Call call, Emission out) {
        if (call.arguments().stream().noneMatch(Expression::nullable)) {
            return Values.bool(holds(call, true, out));
        }
        List<Expression> arguments = ordered(call);
        int free = freePrefix(arguments);
        String decided = join(arguments.subList(0, free), deciding, Values.NEVER, Values::or, out);
        String undecided = join(arguments.subList(0, free), !deciding, Value.ALWAYS, Values::and, out);
        if (free == arguments.size()) {
            decided = out.local("boolean", "decided", decided);
            undecided = out.local("boolean", "allOthers", undecided);
        } else {
            decided = out.variable("boolean", "decided", decided);
            undecided = out.variable("boolean", "allOthers", undecided);
            for (Expression argument : arguments.subList(free, arguments.size())) {
                try (var ignored = out.block("if (!" + decided + ")", List.of(argument))) {
                    Value value = out.generate(argument);
                    out.line(decided + " = " + Values.holds(value, deciding) + ";");
                    out.line(undecided + " = " + Values.and(undecided, Values.holds(value, !deciding)) + ";");
                }
            }
        }
        return Values.bool(deciding ? decided : undecided, decided + " | " + undecided);
    }

    String holds(Call call, boolean wanted, Emission out) {
        List<Expression> arguments = ordered(call);
        boolean any = wanted == deciding;
        int free = freePrefix(arguments);
        String pass = any
                ? join(arguments.subList(0, free), wanted, Values.NEVER, Values::or, out)
                : join(arguments.subList(0, free), wanted, Value.ALWAYS, Values::and, out);
        if (free == arguments.size()) {
            return pass;
        }
        int next = free;
        if (free == 0) {
            pass = out.holds(arguments.get(next++), wanted);
            if (next == arguments.size()) {
                return pass;
            }
        }
        String result = out.variable("boolean", "pass", pass);
        for (Expression argument : arguments.subList(next, arguments.size())) {
            try (var ignored = out.block("if (" + (any ? "!" : "") + result + ")", List.of(argument))) {
                out.line(result + " = " + out.holds(argument, wanted) + ";");
            }
        }
        return result;
    }

    private static String join(
            List<Expression> arguments, boolean wanted, String none, BinaryOperator<String> operator, Emission out) {
        String joined = none;
        for (Expression argument : arguments) {
            joined = operator.apply(joined, out.holds(argument, wanted));
        }
        return joined;
    }

    /** The arguments, those that are free to evaluate moved forward as far as nothing that can raise is passed. */
    private static List<Expression> ordered(Call call) {
        List<Expression> ordered = new ArrayList<>();
        int from = 0;
        for (Expression argument : call.arguments()) {
            if (ExpressionProperties.canRaise(argument)) {
                ordered.add(argument);
                from = ordered.size();
            } else if (ExpressionProperties.isFree(argument)) {
                ordered.add(from++, argument);
            } else {
                ordered.add(argument);
            }
        }
        return ordered;
    }

    private static int freePrefix(List<Expression> arguments) {
        int free = 0;
        while (free < arguments.size() && ExpressionProperties.isFree(arguments.get(free))) {
            free++;
        }
        return free;
    }
}
