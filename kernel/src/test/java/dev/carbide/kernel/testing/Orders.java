package dev.carbide.kernel.testing;

import static dev.carbide.codegen.function.Expressions.and;
import static dev.carbide.codegen.function.Expressions.column;
import static dev.carbide.codegen.function.Expressions.date;
import static dev.carbide.codegen.function.Expressions.decimal;
import static dev.carbide.codegen.function.Expressions.greaterOrEqual;
import static dev.carbide.codegen.function.Expressions.less;
import static dev.carbide.codegen.function.Expressions.multiply;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import java.util.List;
import java.util.OptionalLong;

/** Two tables and a query over them, to plan with. */
public final class Orders {
    public static final DescribedTable LINES = new DescribedTable(
            "lines",
            Schema.of(
                    Field.required("order_id", DataType.INT64),
                    Field.required("price", DataType.decimal(15, 2)),
                    Field.required("discount", DataType.decimal(15, 2)),
                    Field.optional("shipped", DataType.DATE)),
            OptionalLong.of(6_001_215));

    public static final DescribedTable ORDERS = new DescribedTable(
            "orders",
            Schema.of(
                    Field.required("id", DataType.INT64),
                    Field.required("placed", DataType.DATE),
                    Field.optional("status", DataType.STRING)),
            OptionalLong.empty());

    private Orders() {}

    public static Expression of(PlanNode input, String column) {
        return column(input.schema(), column);
    }

    public static NamedExpression named(PlanNode input, String column) {
        return new NamedExpression(column, of(input, column));
    }

    /** The ten days with the highest revenue, two of them skipped. */
    public static PlanNode revenueByDay() {
        ScanNode lines = ScanNode.all(LINES);
        PlanNode shipped = new FilterNode(
                lines,
                and(
                        greaterOrEqual(of(lines, "shipped"), date("1994-01-01")),
                        less(of(lines, "shipped"), date("1995-01-01")),
                        less(of(lines, "discount"), decimal("0.07"))));
        ScanNode orders = ScanNode.all(ORDERS);
        PlanNode placed = new FilterNode(orders, less(of(orders, "placed"), date("1994-06-01")));
        PlanNode joined =
                new HashJoinNode(shipped, placed, List.of(of(shipped, "order_id")), List.of(of(placed, "id")));
        PlanNode revenue = new ProjectNode(
                joined,
                List.of(
                        named(joined, "placed"),
                        new NamedExpression("revenue", multiply(of(joined, "price"), of(joined, "discount")))));
        PlanNode days = new AggregateNode(
                revenue,
                List.of(named(revenue, "placed")),
                List.of(AggregateCall.of(AggregateCall.Function.SUM, of(revenue, "revenue"), "revenue")));
        PlanNode sorted = new SortNode(days, List.of(new SortKey(of(days, "revenue"), false, false)));
        return new LimitNode(sorted, 2, 8);
    }
}
