package dev.carbide.sql.plan;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import dev.carbide.sql.Statement;
import dev.carbide.sql.catalog.Catalog;
import dev.carbide.sql.parse.Script;
import java.util.Optional;

/** Loads the classes that planning needs by planning queries of every form over tables that are never read. */
public final class WarmUp {
    private static final String QUERIES = """
        select 1 + 1;
        select a.s, sum(a.d * (1 - b.d)) as total, avg(a.d), count(*), min(b.t)
        from a, b
        where a.i = b.i and a.t >= date '1994-01-01' and a.t < date '1994-01-01' + interval '1' year
          and a.d between 0.06 - 0.01 and 0.06 + 0.01 and b.s in ('x', 'y') and b.s like 'x%'
        group by a.s having count(*) > 1 order by total desc, 1 limit 10;
        select sum(case when s = 'x' or s = 'y' then d else 0 end) / sum(d) * 100.00 from a
        where i in (select i from b where extract(year from t) = 1995);
        with c as (select distinct s, substring(s from 1 for 2) as p from a)
        select c.p, count(b.i) from c join b on c.s = b.s where not (b.d < 1.5 or b.i <> 3) group by c.p
        """;

    private static final Schema SCHEMA = Schema.of(
            Field.required("i", DataType.INT64),
            Field.required("d", DataType.decimal(15, 2)),
            Field.required("t", DataType.DATE),
            Field.optional("s", DataType.STRING));

    private WarmUp() {}

    public static void run() {
        Catalog catalog = new Catalog(path -> Optional.empty());
        catalog.register("a", new NoData("a"));
        catalog.register("b", new NoData("b"));
        for (Statement statement : Script.split(QUERIES)) {
            QueryPlanner.plan(statement, catalog);
        }
    }

    private record NoData(String name) implements Table {
        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public TableStatistics statistics() {
            return TableStatistics.unknown(SCHEMA.size());
        }

        @Override
        public Source open(ScanRequest request) {
            throw new CarbideInternalException("A table for planning only was opened");
        }
    }
}
