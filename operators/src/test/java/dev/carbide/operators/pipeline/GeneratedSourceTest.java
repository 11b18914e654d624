package dev.carbide.operators.pipeline;

import static dev.carbide.codegen.function.Expressions.add;
import static dev.carbide.codegen.function.Expressions.and;
import static dev.carbide.codegen.function.Expressions.between;
import static dev.carbide.codegen.function.Expressions.column;
import static dev.carbide.codegen.function.Expressions.date;
import static dev.carbide.codegen.function.Expressions.decimal;
import static dev.carbide.codegen.function.Expressions.equal;
import static dev.carbide.codegen.function.Expressions.greater;
import static dev.carbide.codegen.function.Expressions.greaterOrEqual;
import static dev.carbide.codegen.function.Expressions.less;
import static dev.carbide.codegen.function.Expressions.lessOrEqual;
import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.multiply;
import static dev.carbide.codegen.function.Expressions.subtract;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generated source of TPC-H Q1, Q3 and Q6 is kept in golden files; {@code -Dgolden.update=true} writes them anew. */
class GeneratedSourceTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static final Schema LINEITEM = Schema.of(
            Field.required("l_orderkey", DataType.INT64),
            Field.required("l_quantity", DataType.decimal(15, 2)),
            Field.required("l_extendedprice", DataType.decimal(15, 2)),
            Field.required("l_discount", DataType.decimal(15, 2)),
            Field.required("l_tax", DataType.decimal(15, 2)),
            Field.required("l_returnflag", DataType.STRING),
            Field.required("l_linestatus", DataType.STRING),
            Field.required("l_shipdate", DataType.DATE));
    private static final Schema ORDERS = Schema.of(
            Field.required("o_orderkey", DataType.INT64),
            Field.required("o_custkey", DataType.INT64),
            Field.required("o_orderdate", DataType.DATE),
            Field.required("o_shippriority", DataType.INT32));
    private static final ScanNode LINEITEM_SCAN = ScanNode.all(new RowsTable("lineitem", LINEITEM, List.of(), true));
    private static final ScanNode ORDERS_SCAN = ScanNode.all(new RowsTable("orders", ORDERS, List.of(), true));

    private static Expression of(PlanNode input, String name) {
        return column(input.schema(), name);
    }

    private static Expression discounted(PlanNode input) {
        return multiply(of(input, "l_extendedprice"), subtract(decimal("1"), of(input, "l_discount")));
    }

    private static NamedExpression key(PlanNode input, String name) {
        return new NamedExpression(name, of(input, name));
    }

    private static PipelineSpec scan(ScanNode scan, PipelineSpec.Sink sink, PipelineSpec.Step... steps) {
        return new PipelineSpec(0, new PipelineSpec.Input.TableScan(5, scan, List.of()), List.of(steps), sink);
    }

    @Test
    void q1() throws IOException {
        Expression predicate = lessOrEqual(of(LINEITEM_SCAN, "l_shipdate"), date("1998-09-02"));
        FilterNode input = new FilterNode(LINEITEM_SCAN, predicate);
        Expression charge = multiply(discounted(input), add(decimal("1"), of(input, "l_tax")));
        AggregateNode node = new AggregateNode(
                input,
                List.of(key(input, "l_returnflag"), key(input, "l_linestatus")),
                List.of(
                        AggregateCall.of(Function.SUM, of(input, "l_quantity"), "sum_qty"),
                        AggregateCall.of(Function.SUM, of(input, "l_extendedprice"), "sum_base_price"),
                        AggregateCall.of(Function.SUM, discounted(input), "sum_disc_price"),
                        AggregateCall.of(Function.SUM, charge, "sum_charge"),
                        AggregateCall.of(Function.AVG, of(input, "l_quantity"), "avg_qty"),
                        AggregateCall.of(Function.AVG, of(input, "l_discount"), "avg_disc"),
                        AggregateCall.countAll("count_order")));
        check(
                "q1",
                scan(
                        LINEITEM_SCAN,
                        new PipelineSpec.Sink.Aggregate(3, node),
                        new PipelineSpec.Step.Filter(4, predicate)));
    }

    @Test
    void q3() throws IOException {
        Expression predicate = greater(of(LINEITEM_SCAN, "l_shipdate"), date("1995-03-15"));
        FilterNode probe = new FilterNode(LINEITEM_SCAN, predicate);
        HashJoinNode join = new HashJoinNode(
                probe, ORDERS_SCAN, List.of(of(probe, "l_orderkey")), List.of(of(ORDERS_SCAN, "o_orderkey")));
        AggregateNode node = new AggregateNode(
                join,
                List.of(key(join, "l_orderkey"), key(join, "o_orderdate"), key(join, "o_shippriority")),
                List.of(AggregateCall.of(Function.SUM, discounted(join), "revenue")));
        check("q3-build", scan(ORDERS_SCAN, new PipelineSpec.Sink.JoinBuild(3, join)));
        check(
                "q3-probe",
                scan(
                        LINEITEM_SCAN,
                        new PipelineSpec.Sink.Aggregate(2, node),
                        new PipelineSpec.Step.Filter(4, predicate),
                        new PipelineSpec.Step.Probe(3, join, 0)));
    }

    @Test
    void q6() throws IOException {
        Expression predicate = and(
                greaterOrEqual(of(LINEITEM_SCAN, "l_shipdate"), date("1994-01-01")),
                less(of(LINEITEM_SCAN, "l_shipdate"), date("1995-01-01")),
                between(of(LINEITEM_SCAN, "l_discount"), decimal("0.05"), decimal("0.07")),
                less(of(LINEITEM_SCAN, "l_quantity"), literal(24L)));
        FilterNode input = new FilterNode(LINEITEM_SCAN, predicate);
        Expression revenue = multiply(of(input, "l_extendedprice"), of(input, "l_discount"));
        AggregateNode node =
                new AggregateNode(input, List.of(), List.of(AggregateCall.of(Function.SUM, revenue, "revenue")));
        check(
                "q6",
                scan(
                        LINEITEM_SCAN,
                        new PipelineSpec.Sink.Aggregate(3, node),
                        new PipelineSpec.Step.Filter(4, predicate)));
    }

    /** Different literals, same source. */
    @Test
    void plansThatDifferInLiteralsShareTheirSource() {
        Expression one = equal(of(LINEITEM_SCAN, "l_returnflag"), literal("A"));
        Expression two = equal(of(LINEITEM_SCAN, "l_returnflag"), literal("\"; */ \\u000a } R"));
        assertEquals(filtered(one).text(), filtered(two).text());
    }

    private static GeneratedSource filtered(Expression predicate) {
        PipelineSpec spec = scan(
                LINEITEM_SCAN, new PipelineSpec.Sink.Result(0, LINEITEM), new PipelineSpec.Step.Filter(4, predicate));
        return PipelineGen.generate(spec, LoopBudget.USUAL);
    }

    private static void check(String name, PipelineSpec spec) throws IOException {
        PipelineProgram program = PipelineProgram.compile(spec, PipelineRunner::compile);
        assertTrue(
                program.compiled().maxMethodSize() < 2000,
                () -> "hot methods stay small: " + program.compiled().methodSizes());
        Path golden = GOLDEN.resolve(name + ".java.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, program.source().text());
        }
        assertEquals(
                Files.readString(golden), program.source().text(), name + ": run with -Dgolden.update=true to accept");
    }
}
