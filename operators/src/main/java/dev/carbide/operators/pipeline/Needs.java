package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which base columns are read where. */
final class Needs {
    private Needs() {}

    static Set<Integer> columns(Collection<Expression> expressions) {
        Set<Integer> columns = new TreeSet<>();
        expressions.forEach(expression -> collect(expression, columns));
        return columns;
    }

    private static void collect(Expression expression, Set<Integer> columns) {
        switch (expression) {
            case ColumnReference reference -> columns.add(reference.column());
            case Literal ignored -> {}
            case Call call -> call.arguments().forEach(argument -> collect(argument, columns));
        }
    }

    /**
     * Per stage the base columns read behind it, the sink's included.
     *
     * @return one set per stage; the set of the last is the sink's
     */
    static List<Set<Integer>> behindEachStage(List<Stages.Stage> stages, Set<Integer> sink) {
        Set<Integer> behind = new TreeSet<>(sink);
        java.util.LinkedList<Set<Integer>> result = new java.util.LinkedList<>();
        for (Stages.Stage stage : stages.reversed()) {
            result.addFirst(Set.copyOf(behind));
            behind.addAll(columns(
                    switch (stage) {
                        case Stages.FilterStage filter -> List.of(filter.predicate());
                        case Stages.ProbeStage probe -> probe.verifies() ? List.of() : probe.keys();
                        case Stages.LimitStage ignored -> List.of();
                    }));
            if (stage instanceof Stages.ProbeStage probe && probe.verifies()) {
                // the keys are compared again with the matches, so they must be readable behind the probe too
                Set<Integer> keys = columns(probe.keys());
                result.set(0, union(result.getFirst(), keys));
                behind.addAll(keys);
            }
        }
        return result;
    }

    static Set<Integer> union(Set<Integer> left, Set<Integer> right) {
        Set<Integer> all = new TreeSet<>(left);
        all.addAll(right);
        return all;
    }
}
