package dev.carbide.kernel.oracle;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.interpret.Interpreter;
import dev.carbide.codegen.interpret.Row;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a plan over {@link BoxedTable}s, node by node, for clarity and not for speed. What a query may return in any
 * order comes in some order; a sort is stable.
 */
final class PlanInterpreter {
    /** A plan whose result would be too large to be worth a test. */
    static final class TooManyRows extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final int MOST_ROWS = 40_000;

    private PlanInterpreter() {}

    /** @throws dev.carbide.offheap.error.EvaluationException where an expression or an aggregate fails */
    static List<List<@Nullable Object>> evaluate(PlanNode plan) {
        return switch (plan) {
            case ScanNode scan -> scan(scan);
            case FilterNode filter ->
                evaluate(filter.input()).stream()
                        .filter(row -> Boolean.TRUE.equals(value(filter.predicate(), row)))
                        .toList();
            case ProjectNode project ->
                evaluate(project.input()).stream()
                        .map(row -> values(
                                project.expressions().stream()
                                        .map(NamedExpression::expression)
                                        .toList(),
                                row))
                        .toList();
            case AggregateNode aggregate -> aggregate(aggregate);
            case HashJoinNode join -> join(join);
            case SortNode sort -> sorted(evaluate(sort.input()), sort.keys());
            case TopNNode top -> limited(sorted(evaluate(top.input()), top.keys()), top.offset(), top.limit());
            case LimitNode limit -> limited(evaluate(limit.input()), limit.offset(), limit.limit());
        };
    }

    static @Nullable Object value(Expression expression, List<@Nullable Object> row) {
        return Interpreter.evaluate(expression, Row.of(row.toArray()));
    }

    static List<@Nullable Object> values(List<Expression> expressions, List<@Nullable Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        expressions.forEach(expression -> values.add(value(expression, row)));
        return values;
    }

    private static List<List<@Nullable Object>> scan(ScanNode scan) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> from : ((BoxedTable) scan.table()).rows()) {
            List<@Nullable Object> row = new ArrayList<>();
            scan.columns().forEach(column -> row.add(from.get(column)));
            rows.add(row);
        }
        return rows;
    }

    private static List<List<@Nullable Object>> aggregate(AggregateNode node) {
        List<Expression> keys =
                node.keys().stream().map(NamedExpression::expression).toList();
        Map<Object, Group> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new Group(List.of(), new ArrayList<>()));
        }
        for (List<@Nullable Object> row : evaluate(node.input())) {
            List<@Nullable Object> values = values(keys, row);
            groups.computeIfAbsent(BoxedOrder.key(values), ignored -> new Group(values, new ArrayList<>()))
                    .rows()
                    .add(row);
        }
        List<List<@Nullable Object>> result = new ArrayList<>();
        for (Group group : groups.values()) {
            List<@Nullable Object> row = new ArrayList<>(group.keys());
            for (AggregateCall call : node.aggregates()) {
                row.add(AggregateOracle.evaluate(call, group.rows()));
            }
            result.add(row);
        }
        return result;
    }

    private record Group(List<@Nullable Object> keys, List<List<@Nullable Object>> rows) {}

    private static List<List<@Nullable Object>> join(HashJoinNode join) {
        Map<Object, List<List<@Nullable Object>>> build = new HashMap<>();
        for (List<@Nullable Object> row : evaluate(join.build())) {
            List<@Nullable Object> keys = values(join.buildKeys(), row);
            if (!keys.contains(null)) {
                build.computeIfAbsent(BoxedOrder.key(keys), ignored -> new ArrayList<>())
                        .add(row);
            }
        }
        List<List<@Nullable Object>> result = new ArrayList<>();
        for (List<@Nullable Object> row : evaluate(join.probe())) {
            List<@Nullable Object> keys = values(join.probeKeys(), row);
            if (keys.contains(null)) {
                continue;
            }
            for (List<@Nullable Object> match : build.getOrDefault(BoxedOrder.key(keys), List.of())) {
                List<@Nullable Object> both = new ArrayList<>(row);
                both.addAll(match);
                result.add(both);
            }
            if (result.size() > MOST_ROWS) {
                throw new TooManyRows();
            }
        }
        return result;
    }

    private static List<List<@Nullable Object>> sorted(List<List<@Nullable Object>> rows, List<SortKey> keys) {
        return rows.stream().sorted(order(keys)).toList();
    }

    /** The order of rows by sort keys. */
    static Comparator<List<@Nullable Object>> order(List<SortKey> keys) {
        return (left, right) -> {
            for (SortKey key : keys) {
                int order = compare(key, value(key.expression(), left), value(key.expression(), right));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(SortKey key, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            int nullsLast = Boolean.compare(left == null, right == null);
            return key.nullsFirst() ? -nullsLast : nullsLast;
        }
        int order = BoxedOrder.compare(left, right);
        return key.ascending() ? order : -order;
    }

    private static List<List<@Nullable Object>> limited(List<List<@Nullable Object>> rows, long offset, long limit) {
        return rows.stream().skip(offset).limit(limit).toList();
    }
}
