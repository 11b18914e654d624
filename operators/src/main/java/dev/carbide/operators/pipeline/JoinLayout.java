package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.HashJoinNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The build rows of a join: which build columns are stored in which slot, and where the keys are found for comparing. A
 * single integral key that is a plain column lives in the row's slot key alone. The probing and the building pipeline
 * derive it independently from the same node.
 */
final class JoinLayout {
    private final KeyShape shape;
    private final RowLayout rows;
    private final int[] slots;
    private final int[] keySlots;
    private final int keyColumn;
    private final List<Expression> extraKeys = new ArrayList<>();

    private JoinLayout(HashJoinNode join) {
        shape = KeyShape.of(join.buildKeys(), false);
        keyColumn = shape.isPlainValue() && join.buildKeys().getFirst() instanceof ColumnReference reference
                ? reference.column()
                : -1;
        slots = new int[join.build().schema().size()];
        List<Field> stored = new ArrayList<>();
        for (int column = 0; column < slots.length; column++) {
            slots[column] = column == keyColumn ? -1 : stored.size();
            if (slots[column] >= 0) {
                stored.add(join.build().schema().field(column));
            }
        }
        keySlots = new int[join.buildKeys().size()];
        for (int key = 0; key < keySlots.length && !shape.exact(); key++) {
            Expression expression = join.buildKeys().get(key);
            if (expression instanceof ColumnReference reference) {
                keySlots[key] = slots[reference.column()];
            } else {
                keySlots[key] = stored.size();
                stored.add(new Field("key" + key, expression.type(), expression.nullable()));
                extraKeys.add(expression);
            }
        }
        rows = RowLayout.of(new Schema(stored));
    }

    static JoinLayout of(HashJoinNode join) {
        return new JoinLayout(join);
    }

    KeyShape shape() {
        return shape;
    }

    RowLayout rows() {
        return rows;
    }

    /** The row field that holds build column {@code column}; -1 for the slot key. */
    int slot(int column) {
        return slots[column];
    }

    /** The field as it is in a stored row: rows with NULL keys are not stored. */
    Field storedField(int column, Field field) {
        return column == keyColumn ? Field.required(field.name(), field.type()) : field;
    }

    /** The row field that holds key {@code key}; for shapes that are not exact. */
    int keySlot(int key) {
        return keySlots[key];
    }

    /** Keys that are no plain column, stored behind the columns in this order; for shapes that are not exact. */
    List<Expression> extraKeys() {
        return extraKeys;
    }
}
