package dev.carbide.kernel.testing;

import static dev.carbide.codegen.function.Expressions.cast;
import static dev.carbide.codegen.function.Expressions.concat;
import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.modulo;
import static dev.carbide.codegen.function.Expressions.multiply;
import static dev.carbide.kernel.testing.Orders.named;
import static dev.carbide.kernel.testing.Orders.of;

import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import java.util.List;

/** Plans whose operators need memory in proportion to {@code rows}, over numbers that need none. */
public final class Mixture {
    private Mixture() {}

    private static PlanNode numbers(String name, long rows) {
        return ScanNode.all(new NumbersTable(name, rows));
    }

    /** {@code key}: the numbers scattered, modulo {@code keys}; {@code number}; {@code text}: the number in words of a kind. */
    public static PlanNode scattered(String name, long rows, long keys) {
        PlanNode numbers = numbers(name, rows);
        return new ProjectNode(
                numbers,
                List.of(
                        new NamedExpression(
                                "key", modulo(multiply(of(numbers, "number"), literal(7_919L)), literal(keys))),
                        named(numbers, "number"),
                        new NamedExpression(
                                "text", concat(literal("number "), cast(of(numbers, "number"), DataType.STRING)))));
    }

    /** One row: how many rows, and the sums and extremes of what {@code input} gives as key and number. */
    private static PlanNode checked(PlanNode input, String text) {
        return new AggregateNode(
                input,
                List.of(),
                List.of(
                        AggregateCall.countAll("rows"),
                        AggregateCall.of(Function.SUM, of(input, "key"), "keys"),
                        AggregateCall.of(Function.SUM, of(input, "number"), "numbers"),
                        AggregateCall.of(Function.MIN, of(input, text), "first"),
                        AggregateCall.of(Function.MAX, of(input, text), "last")));
    }

    /** As many groups as {@code keys}, or as rows if these are fewer. */
    public static PlanNode groups(long rows, long keys) {
        PlanNode input = scattered("lines", rows, keys);
        PlanNode groups = new AggregateNode(
                input,
                List.of(named(input, "key")),
                List.of(
                        AggregateCall.of(Function.SUM, of(input, "number"), "number"),
                        AggregateCall.of(Function.MAX, of(input, "text"), "text")));
        return checked(groups, "text");
    }

    /** A group for every row, in no order. */
    public static PlanNode groupRows(long rows) {
        PlanNode input = scattered("lines", rows, rows);
        return new AggregateNode(
                input,
                List.of(named(input, "key")),
                List.of(
                        AggregateCall.of(Function.SUM, of(input, "number"), "number"),
                        AggregateCall.of(Function.MAX, of(input, "text"), "text")));
    }

    /** The rows of a join, in no order. */
    public static PlanNode joinRows(long rows) {
        return joined(rows);
    }

    /** Groups by text. */
    public static PlanNode textGroups(long rows) {
        PlanNode input = scattered("lines", rows, rows);
        PlanNode groups = new AggregateNode(
                input,
                List.of(named(input, "text")),
                List.of(
                        AggregateCall.of(Function.SUM, of(input, "number"), "number"),
                        AggregateCall.of(Function.MAX, of(input, "key"), "key")));
        return checked(groups, "text");
    }

    /** Both sides have {@code rows} rows. */
    public static PlanNode join(long rows) {
        return checked(joined(rows), "text");
    }

    private static PlanNode joined(long rows) {
        PlanNode probe = scattered("probe", rows, rows);
        PlanNode build = numbers("build", rows);
        PlanNode texts = new ProjectNode(
                build,
                List.of(
                        new NamedExpression("id", of(build, "number")),
                        new NamedExpression(
                                "name", concat(literal("build "), cast(of(build, "number"), DataType.STRING)))));
        return new HashJoinNode(probe, texts, List.of(of(probe, "key")), List.of(of(texts, "id")));
    }

    /** All rows, by key and number. */
    public static PlanNode sorted(long rows) {
        PlanNode input = scattered("lines", rows, Math.max(1, rows / 3));
        return new SortNode(
                input,
                List.of(new SortKey(of(input, "key"), false, false), new SortKey(of(input, "number"), true, true)));
    }

    /** A join, the groups of its rows by text, and these sorted: all three at once. */
    public static PlanNode everything(long rows) {
        PlanNode joined = joined(rows);
        PlanNode groups = new AggregateNode(
                joined,
                List.of(named(joined, "name")),
                List.of(
                        AggregateCall.of(Function.SUM, of(joined, "number"), "number"),
                        AggregateCall.of(Function.MAX, of(joined, "text"), "text")));
        return new SortNode(groups, List.of(new SortKey(of(groups, "name"), true, true)));
    }
}
