package dev.carbide.cli.tpch;

import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table of TPC-H: keys are INT64, money, quantities and rates DECIMAL(15,2), small numbers INT32, dates DATE, all else
 * STRING; nothing is NULL.
 */
public enum TpchRelation {
    REGION(5, 5, 200, TpchTable.REGION, TpchRows::region, "r_regionkey key", "r_name text", "r_comment text"),
    NATION(
            25,
            25,
            150,
            TpchTable.NATION,
            TpchRows::nation,
            "n_nationkey key",
            "n_name text",
            "n_regionkey key",
            "n_comment text"),
    SUPPLIER(
            10_000,
            10_000,
            270,
            TpchTable.SUPPLIER,
            TpchRows::supplier,
            "s_suppkey key",
            "s_name text",
            "s_address text",
            "s_nationkey key",
            "s_phone text",
            "s_acctbal amount",
            "s_comment text"),
    CUSTOMER(
            150_000,
            150_000,
            310,
            TpchTable.CUSTOMER,
            TpchRows::customer,
            "c_custkey key",
            "c_name text",
            "c_address text",
            "c_nationkey key",
            "c_phone text",
            "c_acctbal amount",
            "c_mktsegment text",
            "c_comment text"),
    PART(
            200_000,
            200_000,
            145,
            TpchTable.PART,
            TpchRows::part,
            "p_partkey key",
            "p_name text",
            "p_mfgr text",
            "p_brand text",
            "p_type text",
            "p_size integer",
            "p_container text",
            "p_retailprice amount",
            "p_comment text"),
    PARTSUPP(
            200_000,
            800_000,
            220,
            TpchTable.PART_SUPPLIER,
            TpchRows::partsupp,
            "ps_partkey key",
            "ps_suppkey key",
            "ps_availqty integer",
            "ps_supplycost amount",
            "ps_comment text"),
    ORDERS(
            1_500_000,
            1_500_000,
            140,
            TpchTable.ORDERS,
            TpchRows::orders,
            "o_orderkey key",
            "o_custkey key",
            "o_orderstatus text",
            "o_totalprice amount",
            "o_orderdate date",
            "o_orderpriority text",
            "o_clerk text",
            "o_shippriority integer",
            "o_comment text"),
    LINEITEM(
            1_500_000,
            6_001_215,
            170,
            TpchTable.LINE_ITEM,
            TpchRows::lineitem,
            "l_orderkey key",
            "l_partkey key",
            "l_suppkey key",
            "l_linenumber integer",
            "l_quantity amount",
            "l_extendedprice amount",
            "l_discount amount",
            "l_tax amount",
            "l_returnflag text",
            "l_linestatus text",
            "l_shipdate date",
            "l_commitdate date",
            "l_receiptdate date",
            "l_shipinstruct text",
            "l_shipmode text",
            "l_comment text");

    private final long units;
    private final long rows;
    private final int memoryBytesPerRow;

    @SuppressWarnings("ImmutableEnumChecker") // stateless
    private final Rows<?> source;

    private final Schema schema;

    /** Where rows come from, and how one is written. */
    private record Rows<E extends TpchEntity>(TpchTable<E> table, TpchRows.Writer<E> writer) {
        TpchPart part(double scale, int part, int parts) {
            return new TpchPart.Of<>(table.createGenerator(scale, part, parts).iterator(), writer);
        }
    }

    /**
     * @param units what the generator counts in at scale 1: rows, but parts for partsupp and orders for lineitem
     * @param rows at scale 1
     * @param memoryBytesPerRow measured; about
     */
    <E extends TpchEntity> TpchRelation(
            long units,
            long rows,
            int memoryBytesPerRow,
            TpchTable<E> table,
            TpchRows.Writer<E> writer,
            String... columns) {
        this.units = units;
        this.rows = rows;
        this.memoryBytesPerRow = memoryBytesPerRow;
        this.source = new Rows<>(table, writer);
        this.schema = new Schema(Arrays.stream(columns).map(TpchRelation::field).toList());
    }

    private static Field field(String column) {
        String[] nameAndKind = column.split(" ");
        DataType type = switch (nameAndKind[1]) {
            case "key" -> DataType.INT64;
            case "amount" -> DataType.decimal(15, 2);
            case "integer" -> DataType.INT32;
            case "date" -> DataType.DATE;
            case "text" -> DataType.STRING;
            default -> throw new IllegalArgumentException(column);
        };
        return Field.required(nameAndKind[0], type);
    }

    /** As queries write it. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Schema schema() {
        return schema;
    }

    /** About how many rows it has; exact at scale 1 and for tables of fixed size. */
    public long rows(double scale) {
        return isFixed() ? rows : (long) (rows * scale);
    }

    /** What the generator deals out in parts. */
    long units(double scale) {
        return isFixed() ? units : (long) (units * scale);
    }

    /** About what the rows take as a {@link dev.carbide.operators.scan.MemoryTable}. */
    public long memoryBytes(double scale) {
        return rows(scale) * memoryBytesPerRow;
    }

    private boolean isFixed() {
        return this == REGION || this == NATION;
    }

    /** Part {@code part} of {@code parts}, counted from 1. */
    TpchPart part(double scale, int part, int parts) {
        return source.part(scale, part, parts);
    }

    /** The types of the columns, in order. */
    List<DataType> types() {
        List<DataType> types = new ArrayList<>();
        schema.fields().forEach(field -> types.add(field.type()));
        return types;
    }
}
