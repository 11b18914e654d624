package dev.carbide.bench.spill;

import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.offheap.error.CarbideException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Queries whose state is larger than the memory limits that are measured. */
enum SpillQuery {
    /** Two aggregations by order, one of them as the build side of a join. */
    Q18(TpchQuery.of(18).sql(), List.of(), TpchRelation.LINEITEM, TpchRelation.ORDERS, TpchRelation.CUSTOMER),

    /** About as many groups as rows. */
    GROUPS(
            "SELECT l_orderkey, l_partkey, count(*) AS lines, sum(l_quantity) AS quantity"
                    + " FROM lineitem GROUP BY l_orderkey, l_partkey",
            List.of(),
            TpchRelation.LINEITEM),

    /** Whole rows, in a total order. */
    SORT(
            "SELECT * FROM lineitem ORDER BY l_shipdate, l_orderkey, l_linenumber",
            List.of("l_shipdate", "l_orderkey", "l_linenumber"),
            TpchRelation.LINEITEM),

    /** All of orders is the build side, most of its columns included. */
    JOIN(
            "SELECT count(*) AS lines, sum(l_extendedprice) AS price, sum(o_totalprice) AS total, max(o_comment) AS"
                    + " comment, max(o_clerk) AS clerk, max(o_orderpriority) AS priority, max(o_orderstatus) AS status,"
                    + " max(o_orderdate) AS day, max(o_custkey) AS customer FROM lineitem JOIN orders ON l_orderkey ="
                    + " o_orderkey",
            List.of(),
            TpchRelation.LINEITEM,
            TpchRelation.ORDERS);

    private final String sql;
    private final List<String> order;
    private final Set<TpchRelation> relations;

    SpillQuery(String sql, List<String> order, TpchRelation first, TpchRelation... others) {
        this.sql = sql;
        this.order = order;
        this.relations = EnumSet.of(first, others);
    }

    String sql() {
        return sql;
    }

    /** The columns that the result is in ascending order of, all of them whole numbers or dates. */
    List<String> order() {
        return order;
    }

    Set<TpchRelation> relations() {
        return relations;
    }

    /** Those with these names; all if one of them is {@code all}. */
    static List<SpillQuery> parse(List<String> names) {
        List<SpillQuery> found = new ArrayList<>();
        for (String name : names) {
            if (name.equalsIgnoreCase("all")) {
                return List.of(values());
            }
            found.add(Arrays.stream(values())
                    .filter(query -> query.toString().equalsIgnoreCase(name.strip()))
                    .findFirst()
                    .orElseThrow(
                            () -> new CarbideException("The queries are " + known() + " and all, got '" + name + "'")));
        }
        return found;
    }

    private static String known() {
        return Arrays.stream(values()).map(SpillQuery::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
