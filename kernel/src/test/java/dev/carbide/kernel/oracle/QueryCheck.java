package dev.carbide.kernel.oracle;

import static org.junit.jupiter.api.Assertions.fail;

import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.PreparedQuery;
import dev.carbide.kernel.QueryException;
import dev.carbide.kernel.QueryOptions;
import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a plan as a query and compares its rows with those of the {@link PlanInterpreter}. */
final class QueryCheck {
    private static final int SHOWN = 12;

    private QueryCheck() {}

    /** Says whether the plan was worth running: its rows are not too many, and its outcome is certain. */
    static boolean check(Kernel kernel, PlanNode plan) {
        Expected expected;
        try {
            expected = Expected.of(plan);
        } catch (PlanInterpreter.TooManyRows | AggregateOracle.UncertainSum e) {
            return false;
        }
        String difference = run(kernel, plan, expected);
        if (difference != null) {
            fail(difference + "\nin the plan\n" + plan.toTree() + smallest(kernel, plan) + tables(plan));
        }
        return true;
    }

    /** The smallest part of the plan that fails as well. */
    private static String smallest(Kernel kernel, PlanNode plan) {
        for (PlanNode input : plan.inputs()) {
            try {
                String difference = run(kernel, input, Expected.of(input));
                if (difference != null) {
                    String deeper = smallest(kernel, input);
                    return deeper.isEmpty() ? "as does its part\n" + input.toTree() + difference + "\n" : deeper;
                }
            } catch (RuntimeException e) {
                // nothing to compare this part with
            }
        }
        return "";
    }

    private static String tables(PlanNode plan) {
        StringBuilder text = new StringBuilder();
        if (plan instanceof ScanNode scan && scan.table() instanceof BoxedTable table) {
            text.append("table ")
                    .append(table.name())
                    .append(' ')
                    .append(table.schema())
                    .append('\n');
            table.rows().stream()
                    .limit(SHOWN)
                    .forEach(
                            row -> text.append("  ").append(BoxedOrder.key(row)).append('\n'));
            text.append("  of ").append(table.rows().size()).append(" rows\n");
        }
        plan.inputs().forEach(input -> text.append(tables(input)));
        return text.toString();
    }

    private static @Nullable String run(Kernel kernel, PlanNode plan, Expected expected) {
        PreparedQuery query;
        try {
            query = kernel.prepare(plan);
        } catch (RuntimeException e) {
            return "cannot be prepared: " + e;
        }
        for (QueryOptions options : List.of(QueryOptions.DEFAULT, QueryOptions.DEFAULT.withCallerThread())) {
            String difference = run(query, options, expected);
            if (difference == null && kernel.memory().used() != 0) {
                difference = "leaves " + kernel.memory().used() + " bytes";
            }
            if (difference != null) {
                return difference + "\nwith " + kernel.workers() + " workers, batches of " + kernel.batchRows()
                        + " rows" + (options.onCallerThread() ? ", on the caller's thread" : "");
            }
        }
        return null;
    }

    private static @Nullable String run(PreparedQuery query, QueryOptions options, Expected expected) {
        List<List<@Nullable Object>> rows;
        try (ResultStream result = query.execute(options)) {
            rows = rows(result);
        } catch (QueryException e) {
            boolean allowed = e.getCause() instanceof EvaluationException && expected.failure() != null;
            return allowed ? null : "fails: " + stackTrace(e);
        } catch (RuntimeException e) {
            return "fails: " + stackTrace(e);
        }
        return expected.difference(rows);
    }

    private static String stackTrace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            text.append(at).append('\n');
            for (int frame = 0; frame < Math.min(SHOWN, at.getStackTrace().length); frame++) {
                text.append("    ").append(at.getStackTrace()[frame]).append('\n');
            }
        }
        return text.toString();
    }

    static List<List<@Nullable Object>> rows(ResultStream result) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Batch batch = result.next(); batch != null; batch = result.next()) {
            addRows(batch, rows);
        }
        return rows;
    }

    static void addRows(Batch batch, List<List<@Nullable Object>> rows) {
        for (int row = 0; row < batch.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < batch.columnCount(); column++) {
                values.add(BoxedValues.get(batch.column(column), row));
            }
            rows.add(values);
        }
    }

    /**
     * What a plan may return.
     *
     * @param from the rows from which {@code count} may be chosen, in their order if there is one
     * @param order by which the chosen rows come; null for any
     * @param failure what it must fail with, unless a limit ends it before
     */
    record Expected(
            List<List<@Nullable Object>> from,
            long offset,
            long count,
            @Nullable List<SortKey> order,
            @Nullable EvaluationException failure,
            boolean mayEndBefore) {
        static Expected of(PlanNode plan) {
            try {
                return switch (plan) {
                    case TopNNode top ->
                        limited(
                                PlanInterpreter.evaluate(new SortNode(top.input(), top.keys())),
                                top.offset(),
                                top.limit(),
                                top.keys());
                    case SortNode sort -> {
                        List<List<@Nullable Object>> rows = PlanInterpreter.evaluate(sort);
                        yield limited(rows, 0, rows.size(), sort.keys());
                    }
                    case LimitNode limit -> {
                        List<SortKey> order = limit.input() instanceof SortNode sort ? sort.keys() : null;
                        yield limited(PlanInterpreter.evaluate(limit.input()), limit.offset(), limit.limit(), order);
                    }
                    default -> {
                        List<List<@Nullable Object>> rows = PlanInterpreter.evaluate(plan);
                        yield limited(rows, 0, rows.size(), null);
                    }
                };
            } catch (EvaluationException e) {
                return new Expected(List.of(), 0, 0, null, e, hasLimit(plan));
            }
        }

        private static boolean hasLimit(PlanNode plan) {
            return plan instanceof LimitNode || plan.inputs().stream().anyMatch(Expected::hasLimit);
        }

        private static Expected limited(
                List<List<@Nullable Object>> from, long offset, long limit, @Nullable List<SortKey> order) {
            long count = Math.clamp(from.size() - offset, 0, limit);
            return new Expected(from, offset, count, order, null, false);
        }

        /** What is wrong with these rows, or null. */
        @Nullable
        String difference(List<List<@Nullable Object>> rows) {
            if (failure != null) {
                return mayEndBefore ? null : "does not fail with " + failure;
            }
            if (rows.size() != count) {
                return "returns " + rows.size() + " rows instead of " + count + compared(rows);
            }
            String wrong = unexpected(rows);
            return wrong != null ? wrong + compared(rows) : disorder(rows);
        }

        private @Nullable String unexpected(List<List<@Nullable Object>> rows) {
            Map<List<Object>, Integer> left = new HashMap<>();
            from.forEach(row -> left.merge(BoxedOrder.key(row), 1, Integer::sum));
            for (List<@Nullable Object> row : rows) {
                if (left.merge(BoxedOrder.key(row), -1, Integer::sum) < 0) {
                    return "returns " + BoxedOrder.key(row) + (left.get(BoxedOrder.key(row)) < -1 ? " once more" : "");
                }
            }
            return null;
        }

        private String compared(List<List<@Nullable Object>> rows) {
            return "\nexpected " + shown(from) + "\ngot      " + shown(rows);
        }

        private static String shown(List<List<@Nullable Object>> rows) {
            return rows.stream()
                    .limit(SHOWN)
                    .map(row -> "\n  " + BoxedOrder.key(row))
                    .toList()
                    .toString();
        }

        private @Nullable String disorder(List<List<@Nullable Object>> rows) {
            if (order == null) {
                return null;
            }
            for (int row = 0; row < rows.size(); row++) {
                List<@Nullable Object> expected = from.get((int) offset + row);
                if (PlanInterpreter.order(order).compare(expected, rows.get(row)) != 0) {
                    return "has " + BoxedOrder.key(rows.get(row)) + " at place " + row + ", where "
                            + BoxedOrder.key(expected) + " belongs";
                }
            }
            return null;
        }
    }
}
