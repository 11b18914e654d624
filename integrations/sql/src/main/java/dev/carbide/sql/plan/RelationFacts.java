package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How many rows a relation is expected to have, and what its columns are like.
 *
 * @param rows at least a little more than none
 * @param baseRows before conditions were applied to it
 */
record RelationFacts(double rows, double baseRows, List<ColumnFacts> columns) {
    /** Assumed of a table that does not say. */
    private static final double UNKNOWN_ROWS = 1_000_000;

    RelationFacts {
        columns = List.copyOf(columns);
    }

    static RelationFacts of(Table table) {
        TableStatistics statistics = table.statistics();
        double rows = statistics.rows().isPresent() ? statistics.rows().getAsLong() : UNKNOWN_ROWS;
        double atLeast = Math.max(1, rows);
        List<ColumnFacts> columns = statistics.columns().stream()
                .map(column -> ColumnFacts.of(column, atLeast))
                .toList();
        return new RelationFacts(atLeast, atLeast, columns);
    }

    /**
     * After conditions. Conditions on different columns count as independent; several on one column are taken together
     * as a range.
     */
    RelationFacts filtered(List<Expression> conjuncts) {
        if (conjuncts.isEmpty()) {
            return this;
        }
        Selectivity selectivity = new Selectivity(columns);
        List<ColumnFacts> narrowed = new ArrayList<>(columns);
        double all = 1;
        for (Selectivity.Part part : selectivity.parts(conjuncts)) {
            all *= part.selectivity();
            if (part.column() >= 0) {
                narrowed.set(part.column(), narrowed.get(part.column()).narrowed(part.selectivity()));
            }
        }
        return new RelationFacts(Math.max(1, rows * all), baseRows, narrowed);
    }

    /** Distinct values of an expression over the columns. */
    double distinct(Expression expression) {
        return switch (expression) {
            case Literal ignored -> 1;
            case ColumnReference reference -> columns.get(reference.column()).distinct();
            case Call ignored -> distinct(Scalars.columns(expression));
        };
    }

    /** Distinct combinations of columns. */
    double distinct(BitSet columns) {
        double product = 1;
        for (int column = columns.nextSetBit(0); column >= 0; column = columns.nextSetBit(column + 1)) {
            product *= this.columns.get(column).distinct();
        }
        return Math.min(product, baseRows);
    }
}
