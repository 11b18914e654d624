package dev.carbide.cli.compare;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The order that a query asks for, as far as its result shows it.
 *
 * @param columns positions in the result, the most significant first; empty if any order will do
 */
public record RowOrder(List<Integer> columns) {
    /** Any order will do. */
    public static final RowOrder NONE = new RowOrder(List.of());

    public RowOrder {
        columns = List.copyOf(columns);
    }

    /** The order of a plan's result: its leading sort keys that are columns of the result. */
    public static RowOrder of(PlanNode plan) {
        return switch (plan) {
            case SortNode sort -> of(sort.keys());
            case TopNNode top -> of(top.keys());
            case LimitNode limit -> of(limit.input());
            case ProjectNode project -> projected(of(project.input()), project.expressions());
            default -> NONE;
        };
    }

    private static RowOrder of(List<SortKey> keys) {
        List<Integer> columns = new ArrayList<>();
        for (SortKey key : keys) {
            if (!(key.expression() instanceof ColumnReference column)) {
                break;
            }
            columns.add(column.column());
        }
        return new RowOrder(columns);
    }

    private static RowOrder projected(RowOrder input, List<NamedExpression> expressions) {
        List<Integer> columns = new ArrayList<>();
        for (int wanted : input.columns) {
            int position = position(wanted, expressions);
            if (position < 0) {
                break;
            }
            columns.add(position);
        }
        return new RowOrder(columns);
    }

    private static int position(int column, List<NamedExpression> expressions) {
        for (int position = 0; position < expressions.size(); position++) {
            Expression expression = expressions.get(position).expression();
            if (expression instanceof ColumnReference reference && reference.column() == column) {
                return position;
            }
        }
        return -1;
    }
}
