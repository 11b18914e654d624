package dev.carbide.sql;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import dev.carbide.operators.scan.TableStatistics.ColumnStatistics;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The eight tables of TPC-H with the row counts, bounds and distinct values of scale 1, and without data. */
final class TpchTables {
    private static final DataType MONEY = DataType.decimal(15, 2);

    private record Column(Field field, ColumnStatistics statistics) {}

    private record Shape(String name, Schema schema, TableStatistics statistics) implements Table {
        @Override
        public Source open(ScanRequest request) {
            throw new UnsupportedOperationException("a table without data: " + name);
        }
    }

    private TpchTables() {}

    /** A session that knows them and can plan. */
    static SqlSession session() {
        SqlSession session = SqlSession.planner(path -> {
            throw new CarbideException("No such file or directory: '" + path + "'");
        });
        all().forEach(table -> session.register(table.name(), table));
        return session;
    }

    static List<Table> all() {
        return List.of(
                table("region", 5, key("r_regionkey", 5), text("r_name", 5, 7), text("r_comment", 5, 66)),
                table(
                        "nation",
                        25,
                        key("n_nationkey", 25),
                        text("n_name", 25, 7),
                        key("n_regionkey", 5),
                        text("n_comment", 25, 74)),
                table(
                        "supplier",
                        10_000,
                        key("s_suppkey", 10_000),
                        text("s_name", 10_000, 18),
                        text("s_address", 10_000, 25),
                        key("s_nationkey", 25),
                        text("s_phone", 10_000, 15),
                        money("s_acctbal", 9_955, -99_966, 999_993),
                        text("s_comment", 10_000, 62)),
                table(
                        "customer",
                        150_000,
                        key("c_custkey", 150_000),
                        text("c_name", 150_000, 18),
                        text("c_address", 150_000, 25),
                        key("c_nationkey", 25),
                        text("c_phone", 150_000, 15),
                        money("c_acctbal", 140_187, -99_999, 999_999),
                        text("c_mktsegment", 5, 9),
                        text("c_comment", 150_000, 73)),
                table(
                        "part",
                        200_000,
                        key("p_partkey", 200_000),
                        text("p_name", 200_000, 33),
                        text("p_mfgr", 5, 14),
                        text("p_brand", 25, 8),
                        text("p_type", 150, 21),
                        integer("p_size", 50, 1, 50),
                        text("p_container", 40, 8),
                        money("p_retailprice", 20_899, 90_100, 209_899),
                        text("p_comment", 131_753, 14)),
                table(
                        "partsupp",
                        800_000,
                        key("ps_partkey", 200_000),
                        key("ps_suppkey", 10_000),
                        integer("ps_availqty", 9_999, 1, 9_999),
                        money("ps_supplycost", 99_901, 100, 100_000),
                        text("ps_comment", 800_000, 124)),
                table(
                        "orders",
                        1_500_000,
                        key("o_orderkey", 1_500_000),
                        key("o_custkey", 99_996),
                        text("o_orderstatus", 3, 1),
                        money("o_totalprice", 1_464_556, 85_771, 55_528_516),
                        date("o_orderdate", 2_406, "1992-01-01", "1998-08-02"),
                        text("o_orderpriority", 5, 8),
                        text("o_clerk", 1_000, 15),
                        integer("o_shippriority", 1, 0, 0),
                        text("o_comment", 1_482_071, 49)),
                table(
                        "lineitem",
                        6_001_215,
                        key("l_orderkey", 1_500_000),
                        key("l_partkey", 200_000),
                        key("l_suppkey", 10_000),
                        integer("l_linenumber", 7, 1, 7),
                        money("l_quantity", 50, 100, 5_000),
                        money("l_extendedprice", 933_900, 90_100, 10_494_950),
                        money("l_discount", 11, 0, 10),
                        money("l_tax", 9, 0, 8),
                        text("l_returnflag", 3, 1),
                        text("l_linestatus", 2, 1),
                        date("l_shipdate", 2_526, "1992-01-02", "1998-12-01"),
                        date("l_commitdate", 2_466, "1992-01-31", "1998-10-31"),
                        date("l_receiptdate", 2_554, "1992-01-04", "1998-12-31"),
                        text("l_shipinstruct", 4, 12),
                        text("l_shipmode", 7, 4),
                        text("l_comment", 4_580_667, 27)));
    }

    static Table table(String name, long rows, Column... columns) {
        return new Shape(
                name,
                new Schema(Arrays.stream(columns).map(Column::field).toList()),
                new TableStatistics(
                        OptionalLong.of(rows),
                        Arrays.stream(columns).map(Column::statistics).toList()));
    }

    static Column key(String name, double distinct) {
        return column(
                name,
                DataType.INT64,
                distinct,
                Bounds.of(
                        name.endsWith("nationkey") || name.endsWith("regionkey") ? 0 : 1,
                        name.endsWith("orderkey") ? 6_000_000 : (long) distinct));
    }

    static Column integer(String name, double distinct, long min, long max) {
        return column(name, DataType.INT32, distinct, Bounds.of(min, max));
    }

    static Column money(String name, double distinct, long min, long max) {
        return column(name, MONEY, distinct, Bounds.of(min, max));
    }

    static Column date(String name, double distinct, String min, String max) {
        return column(
                name,
                DataType.DATE,
                distinct,
                Bounds.of(
                        LocalDate.parse(min).toEpochDay(), LocalDate.parse(max).toEpochDay()));
    }

    static Column text(String name, double distinct, double bytes) {
        return new Column(
                Field.required(name, DataType.STRING),
                new ColumnStatistics(OptionalDouble.of(distinct), Bounds.UNBOUNDED, OptionalDouble.of(bytes)));
    }

    static Column column(String name, DataType type, double distinct, Bounds bounds) {
        return new Column(
                Field.required(name, type),
                new ColumnStatistics(OptionalDouble.of(distinct), bounds, OptionalDouble.empty()));
    }
}
