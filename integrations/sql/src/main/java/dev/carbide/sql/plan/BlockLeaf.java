package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.NamedExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A block whose outputs are computed before anything else uses them, so that large expressions are not computed twice. */
final class BlockLeaf implements Leaf {
    private final QueryBlock block;
    private final Schema schema;

    BlockLeaf(QueryBlock block) {
        this.block = block;
        this.schema = new Schema(block.fields());
    }

    @Override
    public String name() {
        return "a derived table";
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean absorb(Expression conjunct) {
        return false;
    }

    @Override
    public RelationFacts facts() {
        return block.facts();
    }

    @Override
    public Planned plan(BitSet needed) {
        int[] positions = new int[schema.size()];
        Arrays.fill(positions, -1);
        List<NamedExpression> kept = new ArrayList<>();
        for (int column = needed.nextSetBit(0); column >= 0; column = needed.nextSetBit(column + 1)) {
            positions[column] = kept.size();
            kept.add(block.outputs().get(column));
        }
        return new Planned(block.project(kept).planOutputs(), positions);
    }
}
