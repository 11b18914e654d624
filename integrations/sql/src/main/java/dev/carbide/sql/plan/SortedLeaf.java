package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The outputs of a block in an order, or some of the first of them. */
final class SortedLeaf implements Leaf {
    static final long ALL = Long.MAX_VALUE;

    /** An output to sort by. */
    record Key(int column, boolean ascending, boolean nullsFirst) {}

    private final QueryBlock block;
    private final List<Key> keys;
    private final long offset;
    private final long limit;
    private final Schema schema;

    /** @param limit rows after the skipped ones, {@link #ALL} for no limit */
    SortedLeaf(QueryBlock block, List<Key> keys, long offset, long limit) {
        this.block = block;
        this.keys = keys;
        this.offset = offset;
        this.limit = limit;
        this.schema = new Schema(block.fields());
    }

    @Override
    public String name() {
        return "a sub-query with ORDER BY or LIMIT";
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
        RelationFacts input = block.facts();
        double rows = Math.max(1, Math.min(input.rows(), limit));
        return new RelationFacts(
                rows,
                rows,
                input.columns().stream().map(column -> column.within(rows)).toList());
    }

    @Override
    public Planned plan(BitSet needed) {
        PlanNode input = block.planOutputs();
        List<SortKey> order = keys.stream()
                .map(key -> new SortKey(
                        ColumnReference.of(input.schema(), key.column()), key.ascending(), key.nullsFirst()))
                .toList();
        return new Planned(node(input, order), IntStream.range(0, schema.size()).toArray());
    }

    private PlanNode node(PlanNode input, List<SortKey> order) {
        if (limit == ALL) {
            PlanNode sorted = order.isEmpty() ? input : new SortNode(input, order);
            return offset == 0 ? sorted : new LimitNode(sorted, offset, Long.MAX_VALUE - offset);
        }
        return order.isEmpty() ? new LimitNode(input, offset, limit) : new TopNNode(input, order, offset, limit);
    }
}
