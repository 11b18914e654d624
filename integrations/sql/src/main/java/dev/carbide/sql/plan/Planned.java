package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** A plan and where in its schema the columns of a query block are. */
final class Planned {
    private final PlanNode node;
    private final Schema schema;
    private final int[] positions;

    /** @param positions per column of the block its position in the schema of {@code node}, -1 for those not in it */
    Planned(PlanNode node, int[] positions) {
        this.node = node;
        this.schema = node.schema();
        this.positions = positions;
    }

    PlanNode node() {
        return node;
    }

    /** Columns of the plan. */
    int width() {
        return schema.size();
    }

    /** Of a column of the block, -1 if it is not in the plan. */
    int position(int column) {
        return positions[column];
    }

    /** As a part of a larger block, in which the columns begin at {@code offset}. */
    Planned within(int offset, int width) {
        int[] moved = new int[width];
        Arrays.fill(moved, -1);
        System.arraycopy(positions, 0, moved, offset, positions.length);
        return new Planned(node, moved);
    }

    /** The expression over the block's columns as one over the plan's. */
    Expression resolve(Expression expression) {
        return Scalars.substitute(expression, reference -> {
            int position = positions[reference.column()];
            if (position < 0) {
                throw new CarbideInternalException("Column " + reference.name() + " is not in the plan of its block");
            }
            return ColumnReference.of(schema, position);
        });
    }

    List<Expression> resolveAll(List<Expression> expressions) {
        return expressions.stream().map(this::resolve).toList();
    }

    List<NamedExpression> resolve(List<NamedExpression> expressions) {
        return expressions.stream()
                .map(named -> new NamedExpression(named.name(), resolve(named.expression())))
                .toList();
    }

    Planned filtered(Collection<Expression> conjuncts) {
        return conjuncts.isEmpty()
                ? this
                : new Planned(new FilterNode(node, resolve(Scalars.and(conjuncts))), positions);
    }

    /** Without the columns that nobody needs any more; at least one is needed. */
    Planned trimmed(BitSet needed) {
        List<NamedExpression> kept = new ArrayList<>();
        int[] moved = new int[positions.length];
        Arrays.fill(moved, -1);
        for (int column = needed.nextSetBit(0); column >= 0; column = needed.nextSetBit(column + 1)) {
            if (column < positions.length && positions[column] >= 0) {
                moved[column] = kept.size();
                ColumnReference reference = ColumnReference.of(schema, positions[column]);
                kept.add(new NamedExpression(reference.name(), reference));
            }
        }
        return kept.size() == schema.size() ? this : new Planned(new ProjectNode(node, kept), moved);
    }

    /** Exactly these columns, computed from the block's, under these names. */
    PlanNode project(List<NamedExpression> outputs) {
        List<NamedExpression> expressions = resolve(outputs);
        boolean same = expressions.size() == schema.size();
        for (int index = 0; same && index < expressions.size(); index++) {
            NamedExpression named = expressions.get(index);
            same = named.expression() instanceof ColumnReference reference
                    && reference.column() == index
                    && schema.field(index).name().equals(named.name());
        }
        return same ? node : new ProjectNode(node, expressions);
    }
}
