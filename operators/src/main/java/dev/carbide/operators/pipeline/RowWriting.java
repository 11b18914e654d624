package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.row.RowLayout;
import java.util.List;
import java.util.stream.Collectors;

/** Emits the writing of whole rows. */
final class RowWriting {
    private RowWriting() {}

    /** A Java int expression: the size of a row with these values. */
    static String size(RowLayout layout, List<Value> values) {
        String variable = variableSize(values);
        return variable.isEmpty()
                ? String.valueOf(layout.fixedBytes())
                : "Gather.rowBytes(" + layout.fixedBytes() + "L + " + variable + ")";
    }

    private static String length(Value value) {
        return value.alwaysValid() ? value.second() : "(" + value.valid() + " ? " + value.second() + " : 0)";
    }

    /** A Java int expression: the bytes of variable length of these values. */
    static String variableSize(List<Value> values) {
        return values.stream()
                .filter(value -> value.shape() == Value.Shape.BYTES)
                .map(RowWriting::length)
                .collect(Collectors.joining(" + "));
    }

    /** Writes {@code values[i]} into slot {@code slots[i]}. */
    static void store(SourceBuilder out, String row, RowLayout layout, List<Integer> slots, List<Value> values) {
        store(out, row, layout, slots, values, String.valueOf(layout.fixedBytes()), "");
    }

    /**
     * Writes some of the fields of a row that takes several loops.
     *
     * @param from a Java int expression: where the bytes of variable length begin, those written before left out
     * @param to what is assigned the place where they end; empty for nothing
     */
    static void store(
            SourceBuilder out,
            String row,
            RowLayout layout,
            List<Integer> slots,
            List<Value> values,
            String from,
            String to) {
        boolean variable = values.stream().anyMatch(value -> value.shape() == Value.Shape.BYTES);
        String end = variable ? out.variable("int", "end", from) : from;
        for (int index = 0; index < values.size(); index++) {
            RowFields.store(out, row, layout, slots.get(index), values.get(index), end);
        }
        if (!to.isEmpty() && !to.equals(end)) {
            out.line(to + " = " + end + ";");
        }
    }
}
