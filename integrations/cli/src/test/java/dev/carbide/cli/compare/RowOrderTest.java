package dev.carbide.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import dev.carbide.sql.SqlSession;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of a result, read from its plan. */
final class RowOrderTest {
    private record PlannedOnly(String name, Schema schema) implements Table {
        @Override
        public TableStatistics statistics() {
            return TableStatistics.unknown(schema.size());
        }

        @Override
        public Source open(ScanRequest request) {
            throw new CarbideException(name + " has no rows");
        }
    }

    private static SqlSession planner() {
        SqlSession session = SqlSession.planner(path -> {
            throw new CarbideException("There is no file " + path);
        });
        for (TpchRelation relation : TpchRelation.values()) {
            session.register(relation.tableName(), new PlannedOnly(relation.tableName(), relation.schema()));
        }
        return session;
    }

    private static List<Integer> order(SqlSession session, String sql) {
        return RowOrder.of(session.plan(sql)).columns();
    }

    @Test
    void columnsOfTheResult() {
        try (SqlSession session = planner()) {
            assertEquals(List.of(0, 1), order(session, TpchQuery.of(1).sql()));
            assertEquals(List.of(1, 2), order(session, TpchQuery.of(3).sql()));
            assertEquals(List.of(), order(session, TpchQuery.of(6).sql()));
            assertEquals(List.of(2), order(session, TpchQuery.of(10).sql()));
            assertEquals(List.of(1), order(session, "select n_nationkey, n_name from nation order by 2 desc limit 3"));
            assertEquals(List.of(), order(session, "select n_name from nation order by n_nationkey"));
        }
    }
}
