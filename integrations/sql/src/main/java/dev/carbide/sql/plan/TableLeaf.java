package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A table; its scan reads only what is needed. */
final class TableLeaf implements Leaf {
    private final Table table;

    TableLeaf(Table table) {
        this.table = table;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public Schema schema() {
        return table.schema();
    }

    @Override
    public boolean absorb(Expression conjunct) {
        return false;
    }

    @Override
    public RelationFacts facts() {
        return RelationFacts.of(table);
    }

    @Override
    public Planned plan(BitSet needed) {
        int[] positions = new int[table.schema().size()];
        Arrays.fill(positions, -1);
        List<Integer> columns = new ArrayList<>();
        for (int column = needed.nextSetBit(0); column >= 0; column = needed.nextSetBit(column + 1)) {
            positions[column] = columns.size();
            columns.add(column);
        }
        return new Planned(new ScanNode(table, columns), positions);
    }
}
