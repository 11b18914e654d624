package dev.carbide.kernel.pipeline;

import static dev.carbide.codegen.function.Expressions.and;
import static dev.carbide.codegen.function.Expressions.between;
import static dev.carbide.codegen.function.Expressions.cast;
import static dev.carbide.codegen.function.Expressions.decimal;
import static dev.carbide.codegen.function.Expressions.equal;
import static dev.carbide.codegen.function.Expressions.greater;
import static dev.carbide.codegen.function.Expressions.greaterOrEqual;
import static dev.carbide.codegen.function.Expressions.in;
import static dev.carbide.codegen.function.Expressions.less;
import static dev.carbide.codegen.function.Expressions.lessOrEqual;
import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.multiply;
import static dev.carbide.codegen.function.Expressions.notEqual;
import static dev.carbide.codegen.function.Expressions.nullOf;
import static dev.carbide.codegen.function.Expressions.or;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.kernel.testing.DescribedTable;
import dev.carbide.kernel.testing.Orders;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.pipeline.PipelineSpec.Input;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.ColumnRange;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ScanRangesTest {
    private static final ScanNode SCAN = ScanNode.all(new DescribedTable(
            "values",
            Schema.of(
                    Field.required("i", DataType.INT32),
                    Field.optional("d", DataType.decimal(6, 2)),
                    Field.required("f", DataType.FLOAT64),
                    Field.required("s", DataType.STRING)),
            OptionalLong.empty()));

    private static final Expression I = Orders.of(SCAN, "i");
    private static final Expression D = Orders.of(SCAN, "d");
    private static final Expression F = Orders.of(SCAN, "f");
    private static final Expression S = Orders.of(SCAN, "s");

    /** The ranges at the scan of the last pipeline, such as {@code 3 <= i < 5}. */
    private static String ranges(PlanNode plan) {
        return PipelineBuilder.build(plan).pipelines().getLast().input() instanceof Input.TableScan scan
                ? scan.ranges().stream().map(range -> text(scan, range)).collect(Collectors.joining(", "))
                : "no scan";
    }

    private static String text(Input.TableScan scan, ColumnRange range) {
        String low = range.low() == null ? "" : range.low() + (range.lowInclusive() ? " <= " : " < ");
        String high = range.high() == null ? "" : (range.highInclusive() ? " <= " : " < ") + range.high();
        return low + scan.schema().field(range.column()).name() + high;
    }

    private static String ranges(Expression predicate) {
        return ranges(new FilterNode(SCAN, predicate));
    }

    @Test
    void comparisonsWithConstantsInEitherOrder() {
        assertEquals("i < 5", ranges(less(I, literal(5))));
        assertEquals("i <= 5", ranges(lessOrEqual(I, literal(5))));
        assertEquals("5 < i", ranges(greater(I, literal(5))));
        assertEquals("5 <= i", ranges(greaterOrEqual(I, literal(5))));
        assertEquals("5 <= i <= 5", ranges(equal(I, literal(5))));
        assertEquals("5 < i", ranges(less(literal(5), I)));
        assertEquals("'b' <= s <= 'c'", ranges(between(S, literal("b"), literal("c"))));
    }

    @Test
    void whatBoundsNothingLeavesNoRange() {
        assertEquals("", ranges(notEqual(I, literal(5))));
        assertEquals("", ranges(or(less(I, literal(5)), greater(I, literal(9)))));
        assertEquals("", ranges(equal(I, I)));
        assertEquals("", ranges(less(multiply(I, literal(2)), literal(5))));
        assertEquals("", ranges(less(I, nullOf(DataType.INT32))));
    }

    @Test
    void conjunctsOfOneColumnMeetInOneRange() {
        assertEquals(
                "3 < i <= 7, d < 1.50",
                ranges(and(
                        greaterOrEqual(I, literal(3)),
                        less(D, decimal("1.50")),
                        and(greater(I, literal(3)), lessOrEqual(I, literal(7))),
                        lessOrEqual(I, literal(8)))));
        PlanNode twice = new FilterNode(new FilterNode(SCAN, less(I, literal(5))), greater(I, literal(1)));
        assertEquals("1 < i < 5", ranges(twice));
    }

    @Test
    void constantsTakeTheTypeOfTheColumn() {
        assertEquals("d < 3.00", ranges(less(D, literal(3))));
        assertEquals("0.06 <= d", ranges(greater(D, decimal("0.055"))), "nothing lies between 0.055 and 0.06");
        assertEquals("d <= 0.05", ranges(less(D, decimal("0.055"))));
        assertEquals("5 < i", ranges(greater(I, literal(5L))));
        assertEquals("6 <= i", ranges(greater(I, decimal("5.5"))));
        assertEquals("", ranges(less(I, literal(1L << 40))), "no INT32 says more than none");
        assertEquals("", ranges(less(D, decimal("12345.678"))), "no DECIMAL(6,2) is as large");
    }

    @Test
    void listsOfConstantsLieBetweenTheirEnds() {
        assertEquals("3 <= i <= 9", ranges(in(I, literal(5), literal(9), literal(3), nullOf(DataType.INT32))));
        assertEquals("'a' <= s <= 'b'", ranges(in(S, literal("b"), literal("a"))));
        assertEquals("1.50 <= d <= 4.00", ranges(in(D, literal(4), decimal("1.5"))), "exact numbers compare");
        assertEquals("", ranges(in(I, nullOf(DataType.INT32))));
    }

    @Test
    void castsThatKeepTheValueAreSeenThrough() {
        assertEquals("i < 5", ranges(less(cast(I, DataType.INT64), literal(5L))));
        assertEquals("d < 0.50", ranges(less(cast(D, DataType.decimal(12, 4)), decimal("0.5000"))));
        assertEquals("i <= 2", ranges(less(cast(I, DataType.decimal(12, 2)), decimal("2.50"))));
        assertEquals("", ranges(less(cast(D, DataType.decimal(6, 1)), decimal("0.5"))), "rounds");
        assertEquals("", ranges(less(cast(I, DataType.STRING), literal("5"))), "another order");
    }

    @Test
    void floatingColumnsHaveNoLowerBound() {
        assertEquals("", ranges(greater(F, literal(1.5))), "NaN is greater, and statistics do not see it");
        assertEquals("f < 1.5", ranges(less(F, literal(1.5))));
        assertEquals("", ranges(less(F, literal(Double.NaN))));
        assertEquals("f <= 0.0", ranges(lessOrEqual(F, literal(-0.0))), "0.0 equals -0.0");
    }

    @Test
    void renamedColumnsAreFollowedAndComputedOnesNot() {
        PlanNode renamed = new ProjectNode(
                SCAN,
                List.of(new NamedExpression("computed", multiply(I, literal(2))), new NamedExpression("other", D)));
        PlanNode filtered = new FilterNode(
                renamed,
                and(
                        less(Orders.of(renamed, "computed"), literal(8)),
                        less(Orders.of(renamed, "other"), decimal("1.00"))));
        assertEquals("d < 1.00", ranges(filtered));
    }

    @Test
    void behindAJoinOnlyTheProbeSidesColumnsAreFollowed() {
        PlanNode joined = new HashJoinNode(SCAN, SCAN, List.of(I), List.of(I));
        Expression probeSide = Orders.of(joined, "d");
        Expression buildSide = new ColumnReference(5, "d", D.type(), true);
        assertEquals(
                "d < 1.00",
                ranges(new FilterNode(
                        joined, and(less(probeSide, decimal("1.00")), less(buildSide, decimal("2.00"))))));
    }

    @Test
    void behindALimitNothingIsDrawn() {
        PlanNode limited = new LimitNode(new FilterNode(SCAN, less(I, literal(5))), 0, 10);
        assertEquals("i < 5", ranges(new FilterNode(limited, greater(I, literal(1)))));
    }

    @Test
    void stringsOrderByTheirBytes() {
        String emoji = "\uD83D\uDE00";
        String privateUse = "\uE000";
        assertEquals(
                "s <= '" + privateUse + "'",
                ranges(and(
                        lessOrEqual(S, new Literal(DataType.STRING, emoji)),
                        lessOrEqual(S, new Literal(DataType.STRING, privateUse)))));
    }
}
