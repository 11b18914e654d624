package dev.carbide.operators.pipeline;

import static dev.carbide.codegen.function.Expressions.and;
import static dev.carbide.codegen.function.Expressions.between;
import static dev.carbide.codegen.function.Expressions.column;
import static dev.carbide.codegen.function.Expressions.date;
import static dev.carbide.codegen.function.Expressions.decimal;
import static dev.carbide.codegen.function.Expressions.equal;
import static dev.carbide.codegen.function.Expressions.greaterOrEqual;
import static dev.carbide.codegen.function.Expressions.less;
import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.multiply;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.codegen.expression.Expression;
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
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineProgramTest {
    private static final Schema LINEITEM = Schema.of(
            Field.required("l_orderkey", DataType.INT64),
            Field.required("l_quantity", DataType.decimal(15, 2)),
            Field.required("l_extendedprice", DataType.decimal(15, 2)),
            Field.required("l_discount", DataType.decimal(15, 2)),
            Field.required("l_shipdate", DataType.DATE),
            Field.optional("l_returnflag", DataType.STRING),
            Field.optional("l_comment", DataType.STRING));

    private static List<List<@Nullable Object>> lineitem(int rows) {
        List<List<@Nullable Object>> result = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            values.add((long) row / 4);
            values.add(BigDecimal.valueOf(100 + row % 50 * 100, 2));
            values.add(BigDecimal.valueOf(90000 + row * 7L, 2));
            values.add(BigDecimal.valueOf(row % 11, 2));
            values.add((int) LocalDate.of(1994, 1, 1).toEpochDay() + row % 700);
            values.add(row % 13 == 0 ? null : "ANR".substring(row % 3, row % 3 + 1));
            values.add(row % 5 == 0 ? null : "a comment of some length " + row % 17);
            result.add(values);
        }
        return result;
    }

    private static Expression price() {
        return column(LINEITEM, "l_extendedprice");
    }

    private static List<PipelineSpec> aggregation(ScanNode scan, @Nullable Expression predicate, AggregateNode node) {
        List<PipelineSpec.Step> steps =
                predicate == null ? List.of() : List.of(new PipelineSpec.Step.Filter(2, predicate));
        return List.of(
                new PipelineSpec(
                        0,
                        new PipelineSpec.Input.TableScan(3, scan, List.of()),
                        steps,
                        new PipelineSpec.Sink.Aggregate(1, node)),
                result(1, node, 0));
    }

    private static PipelineSpec result(int id, PlanNode node, int from) {
        return new PipelineSpec(
                id,
                new PipelineSpec.Input.SinkOutput(1, from, node),
                List.of(),
                new PipelineSpec.Sink.Result(0, node.schema()));
    }

    @Test
    void aFilteredGlobalSumIsExact() {
        var rows = lineitem(3_000);
        ScanNode scan = ScanNode.all(new RowsTable("lineitem", LINEITEM, rows, false));
        Expression predicate = and(
                greaterOrEqual(column(LINEITEM, "l_shipdate"), date("1994-01-01")),
                less(column(LINEITEM, "l_shipdate"), date("1995-01-01")),
                between(column(LINEITEM, "l_discount"), decimal("0.05"), decimal("0.07")),
                less(column(LINEITEM, "l_quantity"), literal(24L)));
        AggregateNode node = new AggregateNode(
                new FilterNode(scan, predicate),
                List.of(),
                List.of(AggregateCall.of(Function.SUM, multiply(price(), column(LINEITEM, "l_discount")), "revenue")));
        BigDecimal expected = BigDecimal.ZERO;
        for (var row : rows) {
            BigDecimal discount = (BigDecimal) row.get(3);
            int day = (Integer) row.get(4);
            if (day < LocalDate.of(1995, 1, 1).toEpochDay()
                    && discount.compareTo(new BigDecimal("0.05")) >= 0
                    && discount.compareTo(new BigDecimal("0.07")) <= 0
                    && ((BigDecimal) row.get(1)).compareTo(new BigDecimal("24")) < 0) {
                expected = expected.add(((BigDecimal) row.get(2)).multiply(discount));
            }
        }
        for (int batchRows : new int[] {1, 7, 2048}) {
            var result = new PipelineRunner(batchRows, 2).run(aggregation(scan, predicate, node));
            assertEquals(List.of(List.of(expected)), result);
        }
    }

    @Test
    void groupsByStringsAreTheSameWithAndWithoutDictionaries() {
        var rows = lineitem(2_000);
        for (boolean dictionaries : new boolean[] {false, true}) {
            ScanNode scan = ScanNode.all(new RowsTable("lineitem", LINEITEM, rows, dictionaries));
            AggregateNode node = new AggregateNode(
                    scan,
                    List.of(
                            new NamedExpression("flag", column(LINEITEM, "l_returnflag")),
                            new NamedExpression("comment", column(LINEITEM, "l_comment"))),
                    List.of(
                            AggregateCall.of(Function.SUM, column(LINEITEM, "l_quantity"), "quantity"),
                            AggregateCall.of(Function.MAX, column(LINEITEM, "l_comment"), "last"),
                            AggregateCall.countAll("count")));
            var expected = new java.util.HashMap<List<@Nullable Object>, List<@Nullable Object>>();
            for (var row : rows) {
                var key = java.util.Arrays.asList(row.get(5), row.get(6));
                var group = expected.computeIfAbsent(
                        key, _ -> java.util.Arrays.asList(row.get(5), row.get(6), BigDecimal.ZERO, row.get(6), 0L));
                group.set(2, ((BigDecimal) group.get(2)).add((BigDecimal) row.get(1)));
                group.set(4, (Long) group.get(4) + 1);
            }
            for (int batchRows : new int[] {7, 2048}) {
                var result = new PipelineRunner(batchRows, 3).run(aggregation(scan, null, node));
                assertEquals(expected.size(), result.size());
                assertEquals(java.util.Set.copyOf(expected.values()), new java.util.HashSet<>(result));
            }
        }
    }

    private static void assertSameRows(List<List<@Nullable Object>> expected, List<List<@Nullable Object>> got) {
        for (int row = 0; row < Math.min(expected.size(), got.size()); row++) {
            assertEquals(expected.get(row), got.get(row), "row " + row);
        }
        assertEquals(expected.size(), got.size(), "rows");
    }

    @Test
    void joinsAndSorts() {
        var rows = lineitem(500);
        Schema orderSchema =
                Schema.of(Field.optional("o_orderkey", DataType.INT64), Field.optional("o_name", DataType.STRING));
        List<List<@Nullable Object>> orders = new ArrayList<>();
        for (long key = 0; key < 90; key++) {
            orders.add(java.util.Arrays.asList(key % 9 == 0 ? null : (Long) key, "order with a long name " + key));
            if (key % 10 == 0) {
                orders.add(java.util.Arrays.asList(key, "again " + key));
            }
        }
        ScanNode probe = ScanNode.all(new RowsTable("lineitem", LINEITEM, rows, false));
        ScanNode build = ScanNode.all(new RowsTable("orders", orderSchema, orders, false));
        HashJoinNode join = new HashJoinNode(
                probe, build, List.of(column(LINEITEM, "l_orderkey")), List.of(column(orderSchema, "o_orderkey")));
        SortNode sort = new SortNode(
                join,
                List.of(
                        new SortKey(column(join.schema(), "o_name"), false, false),
                        new SortKey(column(join.schema(), "l_extendedprice"), true, false)));
        var specs = List.of(
                new PipelineSpec(
                        0,
                        new PipelineSpec.Input.TableScan(4, build, List.of()),
                        List.of(),
                        new PipelineSpec.Sink.JoinBuild(2, join)),
                new PipelineSpec(
                        1,
                        new PipelineSpec.Input.TableScan(3, probe, List.of()),
                        List.of(new PipelineSpec.Step.Probe(2, join, 0)),
                        new PipelineSpec.Sink.Sort(1, sort)),
                result(2, sort, 1));
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (var row : rows) {
            for (var order : orders) {
                if (row.get(0).equals(order.get(0))) {
                    List<@Nullable Object> joined = new ArrayList<>(row);
                    joined.addAll(order);
                    expected.add(joined);
                }
            }
        }
        expected.sort((left, right) -> {
            int names = ((String) right.get(8)).compareTo((String) left.get(8));
            return names != 0 ? names : ((BigDecimal) left.get(2)).compareTo((BigDecimal) right.get(2));
        });
        for (int batchRows : new int[] {1, 7, 2048}) {
            assertSameRows(expected, new PipelineRunner(batchRows, 2).run(specs));
        }
    }

    @Test
    void methodsStayWithinWhatTheJitCompiles() {
        ScanNode scan = ScanNode.all(new RowsTable("lineitem", LINEITEM, List.of(), true));
        Expression predicate = equal(column(LINEITEM, "l_returnflag"), literal("A"));
        AggregateNode node = new AggregateNode(
                new FilterNode(scan, predicate),
                List.of(new NamedExpression("flag", column(LINEITEM, "l_returnflag"))),
                List.of(AggregateCall.of(Function.SUM, price(), "price")));
        for (PipelineSpec spec : aggregation(scan, predicate, node)) {
            var program = PipelineProgram.compile(spec, PipelineRunner::compile);
            org.junit.jupiter.api.Assertions.assertTrue(program.compiled().maxMethodSize() < 2000);
        }
    }
}
