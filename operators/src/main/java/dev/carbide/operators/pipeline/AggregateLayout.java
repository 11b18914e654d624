package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.runtime.Accumulator;
import dev.carbide.operators.runtime.Accumulator.Kind;
import dev.carbide.operators.runtime.GroupShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The group rows of an aggregation: keys, then accumulators. Aggregates share accumulators: SUM(x) and AVG(x) add x up
 * once, and every count of values that cannot be NULL is the count of rows.
 */
final class AggregateLayout {
    private final AggregateNode node;
    private final KeyShape shape;
    private final List<Field> fields = new ArrayList<>();
    private final int[] keySlots;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final List<@Nullable Expression> arguments = new ArrayList<>();
    private final List<GroupShape.Output> outputs = new ArrayList<>();
    private final RowLayout rows;

    AggregateLayout(AggregateNode node) {
        this.node = node;
        shape = KeyShape.of(node.keys().stream().map(key -> key.expression()).toList(), true);
        keySlots = new int[node.keys().size()];
        for (int key = 0; key < keySlots.length; key++) {
            keySlots[key] = shape.isPlainValue() ? -1 : fields.size();
            if (keySlots[key] >= 0) {
                fields.add(node.schema().field(key));
            }
        }
        for (AggregateCall call : node.aggregates()) {
            outputs.add(output(call));
        }
        rows = RowLayout.of(new Schema(fields));
    }

    private GroupShape.Output output(AggregateCall call) {
        Expression argument = call.argument();
        int count = argument == null || !argument.nullable()
                ? accumulator(Kind.COUNT, null, DataType.INT64)
                : accumulator(Kind.COUNT_VALID, argument, DataType.INT64);
        int value = switch (call.function()) {
            case COUNT -> count;
            case SUM, AVG -> sum(argument);
            case MIN -> extreme(Kind.MIN, argument);
            case MAX -> extreme(Kind.MAX, argument);
        };
        return new GroupShape.Output(
                call.function(), argument == null ? DataType.INT64 : argument.type(), call.type(), value, count);
    }

    private int sum(Expression argument) {
        return argument.type() instanceof FloatingType
                ? accumulator(Kind.SUM_FLOAT, argument, DataType.FLOAT64)
                : accumulator(Kind.SUM, argument, DataType.decimal(38, 0));
    }

    private int extreme(Kind kind, Expression argument) {
        DataType type = argument.type();
        return switch (TupleLoop.shape(type)) {
            case INT, BOOL -> accumulator(kind, argument, DataType.INT64);
            case FLOAT, DOUBLE -> accumulator(kind, argument, DataType.FLOAT64);
            case WIDE -> accumulator(kind, argument, type);
            // the address of a copy of the bytes, and its length
            case BYTES -> accumulator(kind, argument, DataType.decimal(38, 0));
        };
    }

    private int accumulator(Kind kind, @Nullable Expression argument, DataType stored) {
        for (int index = 0; index < accumulators.size(); index++) {
            if (accumulators.get(index).kind() == kind && Objects.equals(arguments.get(index), argument)) {
                return index;
            }
        }
        accumulators.add(new Accumulator(kind, argument == null ? DataType.INT64 : argument.type(), fields.size()));
        arguments.add(argument);
        fields.add(Field.required(kind.name(), stored));
        return accumulators.size() - 1;
    }

    KeyShape shape() {
        return shape;
    }

    RowLayout rows() {
        return rows;
    }

    /** The row field of a key; -1 where the slot key is the key. */
    int keySlot(int key) {
        return keySlots[key];
    }

    List<Accumulator> accumulators() {
        return accumulators;
    }

    /** What accumulator {@code index} takes in; null for the count of rows. Over the aggregate's input. */
    @Nullable
    Expression argument(int index) {
        return arguments.get(index);
    }

    /** What the states of this aggregation need to know at run time. */
    GroupShape groups() {
        List<Field> keys = new ArrayList<>();
        for (int key = 0; key < keySlots.length; key++) {
            keys.add(node.schema().field(key));
        }
        return new GroupShape(rows, keys, keySlots.clone(), shape.exact(), accumulators, outputs, node.schema());
    }
}
