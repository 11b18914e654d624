package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.row.RowLayout;
import java.util.List;

/** Emits the writing of whole rows. */
final class RowWriting {
    private RowWriting() {}

    /** A Java int expression: the size of a row with these values. */
    static String size(RowLayout layout, List<Value> values) {
        StringBuilder size = new StringBuilder(String.valueOf(layout.fixedBytes()));
        for (Value value : values) {
            if (value.shape() == Value.Shape.BYTES) {
                size.append(" + ").append(length(value));
            }
        }
        return size.toString();
    }

    private static String length(Value value) {
        return value.alwaysValid() ? value.second() : "(" + value.valid() + " ? " + value.second() + " : 0)";
    }

    /** Writes {@code values[i]} into slot {@code slots[i]}. */
    static void store(SourceBuilder out, String row, RowLayout layout, List<Integer> slots, List<Value> values) {
        boolean variable = values.stream().anyMatch(value -> value.shape() == Value.Shape.BYTES);
        String end = variable ? out.variable("int", "end", String.valueOf(layout.fixedBytes())) : "";
        for (int index = 0; index < values.size(); index++) {
            RowFields.store(out, row, layout, slots.get(index), values.get(index), end);
        }
    }
}
