package dev.carbide.operators.plan;

import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.Table;
import java.util.List;

/** Reads the given columns (positions in the table's schema, in output order) of a table. */
public record ScanNode(Table table, List<Integer> columns) implements PlanNode {
    public ScanNode {
        columns = List.copyOf(columns);
        for (int column : columns) {
            PlanChecks.require(
                    column >= 0 && column < table.schema().size(),
                    "Scan of " + table.name() + " asks for column " + column + " of "
                            + table.schema().size());
        }
    }

    /** All columns. */
    public static ScanNode all(Table table) {
        return new ScanNode(
                table,
                java.util.stream.IntStream.range(0, table.schema().size())
                        .boxed()
                        .toList());
    }

    @Override
    public Schema schema() {
        return table.schema()
                .project(columns.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return "Scan " + table.name() + " "
                + schema().fields().stream().map(field -> field.name()).toList();
    }
}
