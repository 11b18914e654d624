package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionGen;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.offheap.type.PhysicalType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Cuts expressions that are larger than one loop may be: their heaviest parts become {@link OutlinedFunction}s. AND, OR and
 * CASE of very many arguments are grouped first. What is evaluated for which row, and in which order, stays the same.
 */
final class Outliner {
    /** A Java method takes 255 words; a column has up to five. */
    private static final int MOST_COLUMNS = 40;

    private final PipelineClass cls;
    private final ExpressionGen.Variant variant;
    private final LoopBudget budget;
    private final Map<Call, OutlinedFunction> outlined = new HashMap<>();

    /** For one version of a loop. */
    Outliner(PipelineClass cls, ExpressionGen.Variant variant, LoopBudget budget) {
        this.cls = cls;
        this.variant = variant;
        this.budget = budget;
    }

    /** The expressions, so that the code of all together fits the budget, as far as there are parts to be cut off. */
    List<Expression> fit(List<Expression> expressions) {
        if (Weights.of(expressions) <= budget.bytes()) {
            return expressions;
        }
        List<Expression> fitted = new ArrayList<>();
        expressions.forEach(expression -> fitted.add(fit(expression)));
        return cut(fitted);
    }

    private Expression fit(Expression expression) {
        if (!(expression instanceof Call call) || Weights.of(call) <= budget.bytes()) {
            return expression;
        }
        Call grouped = switch (call.function().name()) {
            case "and", "or" -> groupJunction(call);
            case "case" -> splitCase(call);
            default -> call;
        };
        List<Expression> arguments = new ArrayList<>();
        grouped.arguments().forEach(argument -> arguments.add(fit(argument)));
        return with(grouped, cut(arguments));
    }

    private static Call with(Call call, List<Expression> arguments) {
        return new Call(call.function(), arguments, call.type(), call.nullable(), call.mode());
    }

    private static Call again(Call call, List<Expression> arguments) {
        boolean nullable = call.function().nullable(arguments, call.type(), call.mode());
        return new Call(call.function(), arguments, call.type(), nullable, call.mode());
    }

    /** Outlines the heaviest expressions until the rest is light enough. */
    private List<Expression> cut(List<Expression> expressions) {
        List<Expression> result = new ArrayList<>(expressions);
        PriorityQueue<Integer> heaviest =
                new PriorityQueue<>(Comparator.comparingInt((Integer index) -> -Weights.of(expressions.get(index))));
        for (int index = 0; index < result.size(); index++) {
            if (isOutlinable(result.get(index))) {
                heaviest.add(index);
            }
        }
        long weight = Weights.of(result);
        while (weight > budget.bytes() && !heaviest.isEmpty()) {
            int index = heaviest.remove();
            Call part = (Call) result.get(index);
            Call call = outlined.computeIfAbsent(part, key -> new OutlinedFunction(cls, variant, key))
                    .call();
            weight -= Weights.of(part) - Weights.of(call);
            result.set(index, call);
        }
        return result;
    }

    private static boolean isOutlinable(Expression expression) {
        return expression instanceof Call call
                && !(call.function() instanceof OutlinedFunction)
                && call.type().physical() != PhysicalType.INT128
                && ExpressionProperties.columns(call).size() <= MOST_COLUMNS;
    }

    /** A junction of junctions. */
    private Call groupJunction(Call call) {
        LoopBudget part = new LoopBudget(budget.bytes() / 2);
        List<List<Expression>> groups = part.groups(call.arguments(), Weights::of);
        if (groups.size() == 1 || groups.size() == call.arguments().size()) {
            return call;
        }
        List<Expression> arguments = new ArrayList<>();
        groups.forEach(group -> arguments.add(group.size() == 1 ? group.getFirst() : again(call, group)));
        return with(call, arguments);
    }

    /** The branches that fit, and a CASE of the others in place of ELSE. */
    private Call splitCase(Call call) {
        List<Expression> arguments = call.arguments();
        int head = 0;
        int weight = 0;
        while (head + 2 < arguments.size() - 1) {
            weight += Weights.of(arguments.subList(head, head + 2));
            if (head > 0 && weight > budget.bytes() / 2) {
                break;
            }
            head += 2;
        }
        if (head == 0 || arguments.size() - head < 3) {
            return call;
        }
        List<Expression> split = new ArrayList<>(arguments.subList(0, head));
        split.add(again(call, arguments.subList(head, arguments.size())));
        return with(call, split);
    }
}
