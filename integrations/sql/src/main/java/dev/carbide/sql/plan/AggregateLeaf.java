package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.NamedExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups and aggregates of a block. Conditions on groups go into the block; aggregates that nobody needs are left out. */
final class AggregateLeaf implements Leaf {
    /** An aggregate over the block's columns. */
    record Aggregate(
            AggregateCall.Function function, @Nullable Expression argument, String name) {
        Field field(boolean grouped) {
            DataType type = argument == null ? DataType.INT64 : AggregateCall.defaultType(function, argument.type());
            boolean nullable =
                    function != AggregateCall.Function.COUNT && (!grouped || argument == null || argument.nullable());
            return new Field(name, type, nullable);
        }

        AggregateCall over(Planned input) {
            return argument == null
                    ? AggregateCall.countAll(name)
                    : AggregateCall.of(function, input.resolve(argument), name);
        }
    }

    private final QueryBlock block;
    private final List<NamedExpression> keys;
    private final List<Aggregate> aggregates;
    private final Schema schema;

    AggregateLeaf(QueryBlock block, List<NamedExpression> keys, List<Aggregate> aggregates) {
        this.block = block;
        this.keys = List.copyOf(keys);
        this.aggregates = List.copyOf(aggregates);
        this.schema = schema(keys, aggregates);
    }

    private static Schema schema(List<NamedExpression> keys, List<Aggregate> aggregates) {
        List<Field> fields = new ArrayList<>();
        for (NamedExpression key : keys) {
            fields.add(new Field(
                    key.name(), key.expression().type(), key.expression().nullable()));
        }
        aggregates.forEach(aggregate -> fields.add(aggregate.field(!keys.isEmpty())));
        return new Schema(fields);
    }

    @Override
    public String name() {
        return "an aggregation";
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean absorb(Expression conjunct) {
        BitSet used = Scalars.columns(conjunct);
        if (used.isEmpty() || used.length() > keys.size()) {
            return false;
        }
        block.filter(Scalars.substitute(
                conjunct, reference -> keys.get(reference.column()).expression()));
        return true;
    }

    @Override
    public RelationFacts facts() {
        RelationFacts input = block.graph()
                .facts(keys.stream().map(NamedExpression::expression).toList());
        double groups = 1;
        for (ColumnFacts key : input.columns()) {
            groups *= key.distinct();
        }
        groups = Math.min(groups, input.rows());
        List<ColumnFacts> columns = new ArrayList<>();
        for (ColumnFacts key : input.columns()) {
            columns.add(key.within(groups));
        }
        while (columns.size() < schema.size()) {
            columns.add(ColumnFacts.ofDistinct(groups));
        }
        return new RelationFacts(groups, groups, columns);
    }

    @Override
    public Planned plan(BitSet needed) {
        int[] positions = new int[schema.size()];
        Arrays.fill(positions, -1);
        for (int key = 0; key < keys.size(); key++) {
            positions[key] = key;
        }
        List<Aggregate> kept = new ArrayList<>();
        for (int index = 0; index < aggregates.size(); index++) {
            if (needed.get(keys.size() + index)) {
                positions[keys.size() + index] = keys.size() + kept.size();
                kept.add(aggregates.get(index));
            }
        }
        Stream<Expression> used = Stream.concat(
                keys.stream().map(NamedExpression::expression),
                kept.stream().map(Aggregate::argument).filter(java.util.Objects::nonNull));
        Planned input = block.plan(Scalars.columns(used));
        AggregateNode node = new AggregateNode(
                input.node(),
                input.resolve(keys),
                kept.stream().map(aggregate -> aggregate.over(input)).toList());
        return new Planned(node, positions);
    }
}
