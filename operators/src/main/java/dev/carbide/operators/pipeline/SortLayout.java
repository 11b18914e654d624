package dev.carbide.operators.pipeline;

import dev.carbide.codegen.function.Expressions;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import dev.carbide.operators.runtime.SortState;
import java.util.ArrayList;
import java.util.List;

/** The rows of a sort: the columns, then the encoded key, whose first 8 bytes are the row's slot key. */
record SortLayout(Schema schema, List<SortKey> keys, RowLayout rows, long offset, long limit) {
    /** The key of rows that are only collected: the same for all of them. */
    private static final SortKey ANY_ORDER = new SortKey(Expressions.literal(true), true, false);

    static SortLayout of(SortNode node) {
        return of(node.schema(), node.keys().isEmpty() ? List.of(ANY_ORDER) : node.keys(), 0, SortState.ALL);
    }

    static SortLayout of(TopNNode node) {
        return of(node.schema(), node.keys(), node.offset(), node.limit());
    }

    private static SortLayout of(Schema schema, List<SortKey> keys, long offset, long limit) {
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(Field.required("sort key", DataType.BINARY));
        return new SortLayout(schema, keys, RowLayout.of(new Schema(fields)), offset, limit);
    }

    /** The field that holds the encoded key. */
    int keySlot() {
        return schema.size();
    }

    boolean isTopN() {
        return limit != SortState.ALL;
    }

    SortState newState(ExecutionContext context) {
        return new SortState(schema, rows, offset, limit, context.resources());
    }
}
